/**
 * The links that guides and generated pages use, and what becomes of them.
 *
 * `operation:<operationId>`, `webhook:<name>` and `schema:<name>` lead into the reference, `page:<path>` to a page,
 * `file:<path>` to a download; guides may also name each other by file (`find-referrals.md#anchor`).
 */
import { posix } from "node:path";
import { type JsonObject, listOperations, listWebhooks, schemaNames } from "@partner-referrals/spec/model";
import { eventPath, operationPath, schemaPath } from "../reference/addresses.ts";
import type { OutputFormat, PageSummary } from "./page.ts";

export type LinkResolver = (page: PageSummary, markdown: string, format: OutputFormat) => string;

/** A link of Markdown, or of the HTML within it. */
const link =
  /(?<=\]\(|href=")(?:(operation|webhook|schema|page|file):([^)\s"]+)|([\w./-]+\.md)(#[\w-]+)?)(?=\)|")/g;

/**
 * Returns the function that resolves the links of a page: in HTML to paths from the root of the site, in Markdown to
 * relative paths between the Markdown files.
 *
 * @throws Error when a link names something that does not exist.
 */
export function linkResolver(
  document: JsonObject,
  pages: readonly PageSummary[],
  files: readonly string[],
): LinkResolver {
  const targets = new Map<string, string>([
    ...listOperations(document).map(({ id }): [string, string] => [`operation:${id}`, operationPath(id)]),
    ...listWebhooks(document).map(({ path }): [string, string] => [`webhook:${path}`, eventPath(path)]),
    ...schemaNames(document).map((name): [string, string] => [`schema:${name}`, schemaPath(name)]),
    ...pages.map(({ path }): [string, string] => [`page:${path}`, path]),
    ...files.map((path): [string, string] => [`file:${path}`, path]),
  ]);
  return (page, markdown, format) =>
    markdown.replace(link, (found, kind?: string, name = "", file = "", fragment = "") => {
      const [named, anchor] = (kind ? name : file.replace(/\.md$/, "")).split("#");
      const key = kind ? `${kind}:${named}` : `page:${posix.join(posix.dirname(page.path), named)}`;
      const target = targets.get(key);
      if (!target) throw new Error(`The page ${page.path} links to ${found}, which does not exist.`);
      const hash = anchor ? `#${anchor}` : fragment;
      return format === "html" ? forHtml(target, hash) : forMarkdown(page, target, hash);
    });
}

function forHtml(path: string, hash: string): string {
  if (path === "index") return `/${hash}`;
  if (path.endsWith("/index.html")) return `/${path.slice(0, -"index.html".length)}`;
  return posix.extname(path) ? `/${path}` : `/${path}/${hash}`;
}

function forMarkdown(page: PageSummary, path: string, hash: string): string {
  const file = posix.extname(path) ? path : `${path}.md`;
  return (file === `${page.path}.md` ? "" : posix.relative(posix.dirname(page.path), file)) + hash;
}
