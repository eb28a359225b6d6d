/** What search engines, link previews and feed readers read: addresses, the Markdown version, structured data. */
import type { HTMLElement } from "node-html-parser";
import type { PageSummary } from "../build/page.ts";
import { parseHtml } from "./parse.ts";

/** The picture of link previews, in the site's public files. */
const previewImage: string = "preview.png";

/** @param url where the site will be, if that is known */
export function describePage(
  document: HTMLElement,
  file: string,
  pages: readonly PageSummary[],
  url: string | undefined,
): void {
  // A script sets the dark theme where the reader prefers it; without scripts, the page is light.
  document.querySelector("html")?.setAttribute("data-theme", "light");
  const page = pages.find(({ path }) => fileOf(path) === file);
  const head = document.querySelector("head");
  if (!page || !head) return;
  for (const old of document.querySelectorAll(
    'link[rel="canonical"], link[rel="sitemap"], meta[property="og:url"]',
  )) {
    old.remove();
  }
  head.append(parseHtml(`<link rel="alternate" type="text/markdown" href="/${page.path}.md">`));
  head.append(parseHtml(`<script type="application/ld+json">${structuredData(page, pages, url)}</script>`));
  if (!url) return;
  const address = addressOf(page, url);
  const image = new URL(previewImage, withSlash(url)).href;
  head.append(
    parseHtml(
      `<link rel="canonical" href="${address}"><meta property="og:url" content="${address}">` +
        `<meta property="og:image" content="${image}"><meta name="twitter:image" content="${image}">` +
        `<link rel="alternate" type="application/rss+xml" title="Changelog" href="/changelog.xml">`,
    ),
  );
}

/** @see https://schema.org/TechArticle and https://schema.org/BreadcrumbList */
function structuredData(page: PageSummary, pages: readonly PageSummary[], url: string | undefined): string {
  const parents = page.path.split("/").flatMap((_, index, parts) => {
    const path = parts.slice(0, index + 1).join("/");
    return pages.filter((each) => each.path === path);
  });
  const address = (each: PageSummary) => (url ? { item: addressOf(each, url) } : {});
  const data = {
    "@context": "https://schema.org",
    "@graph": [
      {
        "@type": page.kind === "operation" || page.kind === "schema" ? "APIReference" : "TechArticle",
        headline: page.title,
        description: page.description,
        inLanguage: "en",
        ...(url ? { url: addressOf(page, url) } : {}),
      },
      {
        "@type": "BreadcrumbList",
        itemListElement: parents.map((each, index) => ({
          "@type": "ListItem",
          position: index + 1,
          name: each.title,
          ...address(each),
        })),
      },
    ],
  };
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

/** @see https://www.sitemaps.org/protocol.html */
export function sitemap(pages: readonly PageSummary[], url: string): string {
  const entries = pages.map((page) => `  <url><loc>${addressOf(page, url)}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join("\n")}
</urlset>
`;
}

/** Lets everyone read everything, and says where the list of pages is, if that is known. */
export function robotsTxt(url: string | undefined): string {
  const rules = "User-agent: *\nAllow: /\n";
  return url ? `${rules}Sitemap: ${new URL("sitemap.xml", withSlash(url)).href}\n` : rules;
}

function fileOf(path: string): string {
  return path === "index" ? "index.html" : `${path}/index.html`;
}

function addressOf({ path }: PageSummary, url: string): string {
  return new URL(path === "index" ? "." : `${path}/`, withSlash(url)).href;
}

function withSlash(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}
