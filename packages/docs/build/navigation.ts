/** What stands where in the site's navigation. */
import { readFileSync } from "node:fs";
import { getIn, itemsIn, type JsonObject, listOperations, listWebhooks } from "@partner-referrals/spec/model";
import { eventPath, operationPath, schemaPath } from "../reference/addresses.ts";
import { groupSchemas } from "../reference/schema-page.ts";
import { navigationFile } from "./folders.ts";
import type { PageSummary } from "./page.ts";

/** The order in which the guides are read. `index` is the first page of the site. */
export const guideOrder: readonly string[] = [
  "index",
  "getting-started",
  "authentication",
  "what-a-referral-is",
  "create-a-co-sell-deal",
  "work-the-pipeline",
  "keep-a-crm-in-sync",
  "verify-webhooks",
  "find-referrals",
  "handle-errors",
  "test-your-integration",
  "share-a-sandbox",
  "verify-the-contract",
  "move-from-the-2018-preview",
  "what-the-sources-disagree-on",
];

export interface NavigationLink {
  readonly label: string;
  readonly link: string;
  readonly badge?: { readonly text: string; readonly variant: "default" };
}

export interface NavigationGroup {
  readonly label: string;
  // Starlight takes mutable arrays.
  readonly items: (NavigationLink | NavigationGroup)[];
  readonly collapsed?: boolean;
}

/** Reads the navigation that build/generate.ts has written. */
export function readNavigation(): NavigationGroup[] {
  return JSON.parse(readFileSync(navigationFile, "utf8"));
}

export function navigation(document: JsonObject, pages: readonly PageSummary[]): NavigationGroup[] {
  const below = (folder: string) =>
    pages.filter(({ path }) => path === folder || path.startsWith(`${folder}/`)).map(linkTo);
  return [
    { label: "Guides", items: below("guides") },
    {
      label: "API reference",
      items: [
        { label: "Overview", link: "/reference/" },
        ...pages
          .filter(({ kind, path }) => kind === "reference" && /^reference\/(?!schemas)/.test(path))
          .map(linkTo),
        ...operationGroups(document),
        schemaGroups(document),
      ],
    },
    { label: "Workflows", items: below("workflows"), collapsed: true },
    { label: "Packages", items: below("packages"), collapsed: true },
    { label: "About", items: pages.filter(({ kind }) => kind === "about").map(linkTo) },
  ];
}

function linkTo({ path, title }: PageSummary): NavigationLink {
  return { label: title, link: `/${path}/` };
}

/** One group for each tag, in the order of the contract. */
function operationGroups(document: JsonObject): NavigationGroup[] {
  const operations = listOperations(document);
  const events = listWebhooks(document);
  return itemsIn(document.tags).map((tag, index) => {
    const name = String(getIn(tag, "name"));
    return {
      label: name,
      collapsed: index > 0,
      items: [
        ...operations
          .filter(({ tags }) => tags[0] === name)
          .map(({ id, summary = id, method }) => entry(summary, operationPath(id), method.toUpperCase())),
        ...events
          .filter(({ tags }) => tags[0] === name)
          .map(({ path, summary = path }) => entry(summary, eventPath(path), "event")),
      ],
    };
  });
}

function entry(label: string, path: string, badge: string): NavigationLink {
  return { label, link: `/${path}/`, badge: { text: badge, variant: "default" } };
}

function schemaGroups(document: JsonObject): NavigationGroup {
  const groups = [...groupSchemas(document)].map(
    ([label, names]): NavigationGroup => ({
      label,
      collapsed: true,
      items: names.map((name) => ({ label: name, link: `/${schemaPath(name)}/` })),
    }),
  );
  return {
    label: "Schemas",
    collapsed: true,
    items: [{ label: "All schemas", link: "/reference/schemas/" }, ...groups],
  };
}
