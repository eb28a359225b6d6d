/** Turns what Astro built into a site that needs nothing but a static host, below any path. */
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { changelogFeed } from "../build/changelog.ts";
import type { PageSummary } from "../build/page.ts";
import { makeAccessible } from "./accessibility.ts";
import { LinkCheck } from "./check-links.ts";
import { deterministicNames } from "./deterministic-names.ts";
import { describePage, robotsTxt, sitemap } from "./metadata.ts";
import { parseHtml } from "./parse.ts";
import { addPolicy } from "./policy.ts";
import { absoluteLinks, relativeLinks } from "./relative-links.ts";
import { StyleSheet } from "./style-sheet.ts";
import { makeValid } from "./valid-html.ts";

export interface PostprocessOptions {
  /** The folder that Astro wrote. */
  readonly html: string;
  /** Where the site goes. It appears complete or not at all. */
  readonly dist: string;
  readonly pages: readonly PageSummary[];
  /** Where the site will be, when that is known: for the sitemap and canonical links. */
  readonly url?: string | undefined;
}

/** Hosts show it at any address: its links cannot be relative. */
const notFoundPage = "404.html";

/** Redoc's page is its own. */
const redocFolder = "reference/redoc/";

/**
 * @throws Error when a link or an anchor leads nowhere.
 */
export async function postprocess({ html, dist, pages, url }: PostprocessOptions): Promise<void> {
  const work = join(dirname(html), "site");
  await rm(work, { recursive: true, force: true });
  await cp(html, work, { recursive: true });
  await deterministicNames(work);
  // In an order that does not depend on the disk: styles are named as they come.
  const files = (await readdir(work, { recursive: true })).sort();
  const links = new LinkCheck();
  const styles = new StyleSheet();
  for (const file of files.filter((name) => name.endsWith(".html") && !name.startsWith(redocFolder))) {
    const document = parseHtml(await readFile(join(work, file), "utf8"));
    links.add(file, document);
    describePage(document, file, pages, url);
    makeAccessible(document);
    makeValid(document);
    styles.extractInlineStyles(document);
    if (file === notFoundPage) absoluteLinks(document, url);
    else relativeLinks(document, file);
    addPolicy(document);
    await writeFile(join(work, file), document.toString());
  }
  links.check(files);
  await writeFile(join(work, StyleSheet.file), styles.toString());
  await writeFile(join(work, "robots.txt"), robotsTxt(url));
  if (url) {
    await writeFile(join(work, "sitemap.xml"), sitemap(pages, url));
    await writeFile(join(work, "changelog.xml"), await changelogFeed(url));
  }
  await rm(dist, { recursive: true, force: true });
  await mkdir(dirname(dist), { recursive: true });
  await rename(work, dist);
}
