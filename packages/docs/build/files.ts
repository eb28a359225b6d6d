/** Writes what a server may be reading: each file whole, and only where it differs. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { pagesFolder } from "./folders.ts";
import type { LinkResolver } from "./links.ts";
import type { Page, PageSummary } from "./page.ts";

/** Writes a file, unless it says that already: those who watch would render it again. */
export async function writeChanged(file: string, content: string | Buffer): Promise<void> {
  const bytes = Buffer.from(content);
  const before = await readFile(file).catch(() => undefined);
  if (before?.equals(bytes)) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

/** Makes the files of `to` those of `from`. */
export async function mirror(from: string, to: string): Promise<void> {
  const files = await filesIn(from);
  for (const file of files) await writeChanged(join(to, file), await readFile(join(from, file)));
  const current = new Set(files);
  for (const file of await filesIn(to)) if (!current.has(file)) await rm(join(to, file));
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
}

/** Writes pages as Markdown for Astro. */
export async function writePages(pages: readonly Page[], resolve: LinkResolver): Promise<void> {
  for (const page of pages) {
    const { path, title, description, kind, deprecated, tableOfContents = true, chapter = false } = page;
    const frontmatter = stringify({
      title,
      description,
      kind,
      ...(deprecated ? { deprecated } : {}),
      ...(tableOfContents ? {} : { tableOfContents: false }),
      ...(chapter ? {} : { prev: false, next: false }),
    });
    const text = `---\n${frontmatter}---\n\n${resolve(page, page.body("html"), "html")}\n`;
    await writeChanged(join(pagesFolder, `${path}.md`), text);
  }
}

/** Removes the pages that the site has no more. */
export async function removeOtherPages(pages: readonly PageSummary[]): Promise<void> {
  const current = new Set(pages.map(({ path }) => `${path}.md`));
  for (const file of await readdir(pagesFolder, { recursive: true })) {
    if (file.endsWith(".md") && !current.has(file)) await rm(join(pagesFolder, file));
  }
}
