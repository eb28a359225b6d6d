/** Finds links that lead nowhere. */
import { posix } from "node:path";
import type { HTMLElement } from "node-html-parser";

/**
 * Checks that each link inside the site leads to a file, and its fragment to an id on that page.
 *
 * @throws Error that lists all that do not.
 */
export function checkLinks(documents: ReadonlyMap<string, HTMLElement>, files: readonly string[]): void {
  const exists = new Set(files);
  const ids = new Map<string, Set<string>>();
  for (const [file, document] of documents) {
    ids.set(file, new Set(document.querySelectorAll("[id]").map(({ id }) => id)));
  }
  const broken = [...documents].flatMap(([file, document]) =>
    document.querySelectorAll("[href], [src]").flatMap((element) => {
      const address = element.getAttribute("href") ?? element.getAttribute("src") ?? "";
      const issue = findIssue(address, file, exists, ids);
      return issue ? [`  ${file}: ${address} (${issue})`] : [];
    }),
  );
  if (broken.length > 0) throw new Error(`Links that lead nowhere:\n${[...new Set(broken)].join("\n")}`);
}

function findIssue(
  address: string,
  from: string,
  exists: ReadonlySet<string>,
  ids: ReadonlyMap<string, ReadonlySet<string>>,
): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(address)) return undefined;
  const url = new URL(address, `http://site/${posix.normalize(from).replace(/index\.html$/, "")}`);
  const path = decodeURIComponent(url.pathname).slice(1);
  const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  if (!exists.has(file)) return "no such page";
  const id = decodeURIComponent(url.hash.slice(1));
  return id && ids.has(file) && !ids.get(file)?.has(id) ? "no such anchor" : undefined;
}
