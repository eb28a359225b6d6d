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
  /** Redoc's route, and the heading that stands for it in the Markdown of the reference. */
  readonly place?: { readonly route: string; readonly heading: string };
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
      {
        path: "reference",
        place: {
          route: operationRoute(operation.tags?.[0] ?? "", operation.operationId),
          heading: operation.summary ?? operation.operationId,
        },
      },
    ]),
    ...Object.keys(document.components?.schemas ?? {}).map((name): [string, Target] => [
      `schema:${name}`,
      { path: "reference", place: { route: schemaRoute(name), heading: name } },
    ]),
  ];
}

function forBrowser({ path, place }: Target, hash: string): string {
  const end = place ? `#${place.route}` : hash;
  return posix.extname(path) ? `/${path}` : `/${path}/${end}`;
}

function forMachine(page: Page, { path, place }: Target, hash: string): string {
  const file = posix.extname(path) ? path : `${path}.md`;
  const end = place ? `#${place.heading.toLowerCase().replace(/[^a-z0-9]+/g, "-")}` : hash;
  return (file === `${page.path}.md` ? "" : posix.relative(posix.dirname(page.path), file)) + end;
}
