/** What search engines read: where a page really is, its Markdown version, the list of all pages. */
import type { HTMLElement } from "node-html-parser";
import type { Page } from "../build/page.ts";
import { parseHtml } from "./parse.ts";

export function describePage(
  document: HTMLElement,
  file: string,
  pages: readonly Page[],
  url: string | undefined,
): void {
  const page = pages.find(({ path }) => fileOf(path) === file);
  const head = document.querySelector("head");
  if (!page || !head) return;
  for (const old of document.querySelectorAll(
    'link[rel="canonical"], link[rel="sitemap"], meta[property="og:url"]',
  )) {
    old.remove();
  }
  head.append(parseHtml(`<link rel="alternate" type="text/markdown" href="/${page.path}.md">`));
  if (url) head.append(parseHtml(`<link rel="canonical" href="${addressOf(page, url)}">`));
}

/** @see https://www.sitemaps.org/protocol.html */
export function sitemap(pages: readonly Page[], url: string): string {
  const entries = pages.map((page) => `  <url><loc>${addressOf(page, url)}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join("\n")}
</urlset>
`;
}

function fileOf(path: string): string {
  return path === "index" ? "index.html" : `${path}/index.html`;
}

function addressOf({ path }: Page, url: string): string {
  return new URL(path === "index" ? "." : `${path}/`, url.endsWith("/") ? url : `${url}/`).href;
}
