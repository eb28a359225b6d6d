/**
 * The links that guides and generated pages use, and what becomes of them.
 *
 * `operation:<operationId>`, `webhook:<name>` and `schema:<name>` lead into the reference, `page:<path>` to a page,
 * `file:<path>` to a download; guides may also name each other by file (`find-referrals.md#anchor`).
 */
import { posix } from "node:path";
import { listOperations, type OpenApiDocument } from "./contract.ts";
import type { Page, Reader } from "./page.ts";
import { operationRoute, schemaRoute } from "./reference/routes.ts";

export type LinkResolver = (page: Page, markdown: string, reader: Reader) => string;

interface Target {
  /** Of a page, or of a file with its extension. */
  readonly path: string;
  readonly fragment?: string;
}

const LINK = /(?<=\]\()(?:(operation|webhook|schema|page|file):([^)\s]+)|([\w./-]+\.md)(#[\w-]+)?)(?=\))/g;

/**
 * Returns the function that resolves the links of a page, for browsers to paths from the root of the site, for
 * machines to relative paths between the Markdown files.
 *
 * @throws Error when a link names something that does not exist.
 */
export function linkResolver(
  document: OpenApiDocument,
  pages: readonly Page[],
  files: readonly string[],
): LinkResolver {
  const targets = new Map<string, Target>([
    ...referenceTargets(document),
    ...pages.map(({ path }): [string, Target] => [`page:${path}`, { path }]),
    ...files.map((path): [string, Target] => [`file:${path}`, { path }]),
  ]);
  return (page, markdown, reader) =>
    markdown.replace(LINK, (link, kind?: string, name = "", file = "", fragment = "") => {
      const [named, anchor] = (kind ? name : file.replace(/\.md$/, "")).split("#");
      const key = kind ? `${kind}:${named}` : `page:${posix.join(posix.dirname(page.path), named)}`;
      const target = targets.get(key);
      if (!target) throw new Error(`The page ${page.path} links to ${link}, which does not exist.`);
      const hash = anchor ? `#${anchor}` : fragment;
      return reader === "browser" ? forBrowser(target, hash) : forMachine(page, target, hash);
    });
}

function referenceTargets(document: OpenApiDocument): [string, Target][] {
  const webhooks = listOperations(document, document.webhooks ?? {});
  return [
    ...[...listOperations(document), ...webhooks].map(({ operation, path }): [string, Target] => [
      path.startsWith("/") ? `operation:${operation.operationId}` : `webhook:${path}`,
      { path: "reference", fragment: operationRoute(operation.tags?.[0] ?? "", operation.operationId) },
    ]),
    ...Object.keys(document.components?.schemas ?? {}).map((name): [string, Target] => [
      `schema:${name}`,
      { path: "reference", fragment: schemaRoute(name) },
    ]),
  ];
}

function forBrowser({ path, fragment }: Target, hash: string): string {
  const end = fragment ? `#${fragment}` : hash;
  return posix.extname(path) ? `/${path}` : `/${path}/${end}`;
}

/** Markdown readers have no routes: a link into the reference leads to its file. */
function forMachine(page: Page, { path, fragment }: Target, hash: string): string {
  const file = posix.extname(path) ? path : `${path}.md`;
  const relative = posix.relative(posix.dirname(page.path), file);
  return fragment ? relative : `${relative}${hash}`;
}
