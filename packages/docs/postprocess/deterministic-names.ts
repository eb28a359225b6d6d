/**
 * Gives classes and style sheets names that depend on the content only. Astro names both for where a component lies on
 * the disk, so that two clones would build different pages.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

const scopedClass = /\bastro-[a-z0-9]{8}\b/g;
const assetsFolder = "_astro";

/** Changes the files below `site` that name a scoped class, and the names of its style sheets. */
export async function deterministicNames(site: string): Promise<void> {
  const sheets = (await readdir(join(site, assetsFolder))).filter((file) => file.endsWith(".css")).sort();
  const names = new Map<string, string>();
  for (const sheet of sheets) {
    for (const [scoped] of (await readFile(join(site, assetsFolder, sheet), "utf8")).matchAll(scopedClass)) {
      names.set(scoped, names.get(scoped) ?? `astro-${names.size}`);
    }
  }
  const renamed = new Map<string, string>();
  for (const sheet of sheets) {
    const text = withNames(await readFile(join(site, assetsFolder, sheet), "utf8"), names);
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
    const name = `${basename(sheet).split(".")[0]}.${hash}.css`;
    await writeFile(join(site, assetsFolder, sheet), text);
    await rename(join(site, assetsFolder, sheet), join(site, assetsFolder, name));
    renamed.set(sheet, name);
  }
  for (const file of (await readdir(site, { recursive: true })).filter((name) => /\.(html|js)$/.test(name))) {
    const text = await readFile(join(site, file), "utf8");
    const changed = [...renamed].reduce(
      (result, [from, to]) => result.replaceAll(`${assetsFolder}/${from}`, `${assetsFolder}/${to}`),
      withNames(text, names),
    );
    if (changed !== text) await writeFile(join(site, file), changed);
  }
}

function withNames(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(scopedClass, (scoped) => names.get(scoped) ?? "astro");
}
