/** Finds links that lead nowhere. */
import { posix } from "node:path";
import type { HTMLElement } from "node-html-parser";

/** The links and anchors of pages that are looked at one by one: all of them parsed at once would take gigabytes. */
export class LinkCheck {
  readonly #ids = new Map<string, ReadonlySet<string>>();
  readonly #links = new Map<string, ReadonlySet<string>>();

  /** Notes what a page links to, and what can be linked to on it. */
  add(file: string, document: HTMLElement): void {
    this.#ids.set(file, new Set(document.querySelectorAll("[id]").map(({ id }) => id)));
    const addresses = document
      .querySelectorAll("[href], [src]")
      .map((element) => element.getAttribute("href") ?? element.getAttribute("src") ?? "");
    this.#links.set(file, new Set(addresses));
  }

  /**
   * Checks that each link inside the site leads to one of its `files`, and its fragment to an id on that page.
   *
   * @throws Error that lists all that do not.
   */
  check(files: readonly string[]): void {
    const exists = new Set(files);
    const broken = [...this.#links].flatMap(([file, addresses]) =>
      [...addresses].flatMap((address) => {
        const issue = findIssue(address, file, exists, this.#ids);
        return issue ? [`  ${file}: ${address} (${issue})`] : [];
      }),
    );
    if (broken.length > 0) throw new Error(`Links that lead nowhere:\n${broken.join("\n")}`);
  }
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
