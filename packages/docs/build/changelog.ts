/** The changelog of the contract and of the packages, from the files that a release writes. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  contractPackage,
  type PublishedPackage,
  publishedPackages,
} from "@partner-referrals/support/packages";
import { escapeHtml } from "../content/markdown.ts";
import type { Page } from "./page.ts";

const repository = new URL("../../../", import.meta.url);

interface Release {
  readonly packageName: string;
  readonly version: string;
  readonly text: string;
}

export async function changelogPage(): Promise<Page> {
  const packages = await orderedPackages();
  const sections = await Promise.all(packages.map(changelogOf));
  return {
    path: "changelog",
    kind: "about",
    title: "Changelog",
    description: "What changed in the contract and in the packages, version by version.",
    body: () => sections.join("\n\n"),
  };
}

/**
 * The releases of all packages as a feed.
 *
 * @param url where the site will be
 * @see https://www.rssboard.org/rss-specification
 */
export async function changelogFeed(url: string): Promise<string> {
  const page = new URL("changelog/", url.endsWith("/") ? url : `${url}/`).href;
  const releases = (await Promise.all((await orderedPackages()).map(releasesOf))).flat();
  const items = releases.map(
    ({ packageName, version, text }) => `  <item>
    <title>${escapeHtml(`${packageName} ${version}`)}</title>
    <link>${page}</link>
    <guid isPermaLink="false">${escapeHtml(`${packageName}@${version}`)}</guid>
    <description>${escapeHtml(text)}</description>
  </item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0">
<channel>
  <title>Partner referrals: changelog</title>
  <link>${page}</link>
  <description>Releases of the contract and of the packages.</description>
${items.join("\n")}
</channel>
</rss>
`;
}

/** The contract first, as the others follow from it. */
async function orderedPackages(): Promise<PublishedPackage[]> {
  const packages = await publishedPackages(fileURLToPath(repository));
  return packages.toSorted((a, b) => Number(b.name === contractPackage) - Number(a.name === contractPackage));
}

async function changelogOf({ name, version, folder }: PublishedPackage): Promise<string> {
  const released = await readChangelog(folder);
  const text = released || `Version ${version}. Nothing has been released yet.`;
  return `## ${name}\n\n${text.replace(/^(#{2,4}) /gm, "#$1 ")}`;
}

async function releasesOf({ name, version, folder }: PublishedPackage): Promise<Release[]> {
  const sections = (await readChangelog(folder)).split(/^## /m).slice(1);
  if (sections.length === 0) return [{ packageName: name, version, text: "Not released yet." }];
  return sections.map((section) => {
    const [released = "", ...lines] = section.split("\n");
    return { packageName: name, version: released.trim(), text: lines.join("\n").trim() };
  });
}

async function readChangelog(folder: string): Promise<string> {
  const file = new URL(`${folder}/CHANGELOG.md`, repository);
  return existsSync(file) ? (await readFile(file, "utf8")).replace(/^# .*\n/, "").trim() : "";
}
