/** Makes a page's addresses relative, so that the site works below any path. */
import { readFile, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import type { HTMLElement } from "node-html-parser";

const linkAttributes = ["href", "src"];

/** @param file the page's own path in the site, such as `guides/getting-started/index.html` */
export function relativeLinks(document: HTMLElement, file: string): void {
  for (const attribute of linkAttributes) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const address = element.getAttribute(attribute) ?? "";
      if (address.startsWith("/")) element.setAttribute(attribute, relativeTo(file, address));
    }
  }
}

/** Makes the addresses of the page for unknown addresses start at the root of the host. */
export function absoluteLinks(document: HTMLElement, url: string | undefined): void {
  const base = url ? new URL(url).pathname.replace(/\/$/, "") : "";
  for (const attribute of linkAttributes) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const address = element.getAttribute(attribute) ?? "";
      if (address.startsWith("/")) element.setAttribute(attribute, `${base}${address}`);
    }
  }
}

function relativeTo(file: string, address: string): string {
  const [path = "", ...rest] = address.split(/(?=[?#])/);
  const folder = posix.dirname(`/${file}`);
  const relative = posix.relative(folder, path) || ".";
  return (
    (path.endsWith("/") && relative !== "." ? `${relative}/` : relative === "." ? "./" : relative) +
    rest.join("")
  );
}

/** Where the script of the search finds its index: Astro writes the path of the site into it. */
const searchScript = /baseUrl:("\/"|`\/`),bundlePath:.{0,60}?\/pagefind\/["`]/;

/** @throws Error when no script, or more than one, looks for the index of the search. */
export async function relativeSearch(site: string, files: readonly string[]): Promise<void> {
  let found = 0;
  for (const file of files.filter((name) => name.startsWith("_astro/") && name.endsWith(".js"))) {
    const script = await readFile(join(site, file), "utf8");
    if (!searchScript.test(script)) continue;
    found += 1;
    const root = 'new URL("..",import.meta.url).pathname';
    await writeFile(
      join(site, file),
      script.replace(searchScript, `baseUrl:${root},bundlePath:${root}+"pagefind/"`),
    );
  }
  if (found !== 1)
    throw new Error(`${found} scripts look for the index of the search, not 1. Has Starlight changed?`);
}
