/** What stands where in the site's navigation. */
import { readFileSync } from "node:fs";
import { listOperations, type OpenApiDocument } from "./contract.ts";
import { navigationFile } from "./folders.ts";
import type { Page } from "./page.ts";
import { operationRoute, schemaRoute } from "./reference/routes.ts";

/** The order in which the guides are read. `index` is the first page of the site. */
export const GUIDES: readonly string[] = [
  "index",
  "getting-started",
  "authentication",
  "what-a-referral-is",
  "create-a-co-sell-deal",
  "work-the-pipeline",
  "keep-a-crm-in-sync",
  "find-referrals",
  "handle-errors",
  "test-your-integration",
  "move-from-the-2018-preview",
  "what-the-sources-disagree-on",
];

export interface NavigationLink {
  label: string;
  link: string;
  attrs?: Record<string, string>;
  badge?: { text: string; variant: "note" | "tip" | "caution" | "danger" | "default" };
}

export interface NavigationGroup {
  label: string;
  items: (NavigationLink | NavigationGroup)[];
  collapsed?: boolean;
}

/** Reads the navigation that build/generate.ts has written. */
export function readNavigation(): NavigationGroup[] {
  return JSON.parse(readFileSync(navigationFile, "utf8"));
}

const VARIANTS = { get: "tip", post: "note", put: "caution", patch: "caution", delete: "danger" } as const;

export function navigation(document: OpenApiDocument, pages: readonly Page[]): NavigationGroup[] {
  const below = (folder: string) =>
    pages.filter(({ path }) => path === folder || path.startsWith(`${folder}/`)).map(linkTo);
  return [
    { label: "Guides", items: below("guides") },
    { label: "API reference", items: [{ label: "Introduction", link: "/reference/" }, ...tags(document)] },
    { label: "Workflows", items: below("workflows"), collapsed: true },
    { label: "Packages", items: below("packages"), collapsed: true },
    { label: "About", items: below("changelog") },
  ];
}

function linkTo({ path, title }: Page): NavigationLink {
  return { label: title, link: `/${path}/` };
}

function tags(document: OpenApiDocument): NavigationGroup[] {
  const all = [...listOperations(document), ...listOperations(document, document.webhooks ?? {})];
  const schemas = Object.keys(document.components?.schemas ?? {}).sort((a, b) => (a < b ? -1 : 1));
  return [
    ...(document.tags ?? []).map(({ name }, index) => ({
      label: name,
      collapsed: index > 0,
      items: all
        .filter(({ operation }) => operation.tags?.[0] === name)
        .map(({ operation, method, path }): NavigationLink => {
          const { operationId, summary = operationId } = operation;
          const text = path.startsWith("/") ? method.toUpperCase() : "event";
          return {
            label: summary,
            link: `/reference/#${operationRoute(name, operationId)}`,
            badge: { text, variant: VARIANTS[method] },
          };
        }),
    })),
    {
      label: "Schemas",
      collapsed: true,
      items: schemas.map((name) => ({ label: name, link: `/reference/#${schemaRoute(name)}` })),
    },
  ];
}
