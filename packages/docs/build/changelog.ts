/** The changelog of the contract and of the packages, from the files that a release reads and writes. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { contractPackage, publishedPackages } from "@partner-referrals/support/packages";
import { parse } from "yaml";
import { escapeHtml } from "../content/markdown.ts";
import type { Page } from "./page.ts";

const unreleased = "Unreleased";

const repository = new URL("../../../", import.meta.url);

interface Release {
  /** "Unreleased" for the changes that wait. */
  readonly version: string;
  /** As in 2026-04-17, where the changelog has it. */
  readonly date?: string;
  readonly text: string;
}

interface PackageReleases {
  readonly name: string;
  /** The newest first. */
  readonly releases: readonly Release[];
}

export async function changelogPage(): Promise<Page> {
  const packages = await readReleases(repository);
  return {
    path: "changelog",
    kind: "about",
    title: "Changelog",
    description: "What changed in the contract and in the packages, version by version.",
    body: () => packages.map(section).join("\n\n"),
  };
}

/**
 * The releases of all packages as a feed. Changes that wait are none yet.
 *
 * @param url where the site will be
 * @see https://www.rssboard.org/rss-specification
 */
export async function changelogFeed(url: string, root: URL = repository): Promise<string> {
  const page = new URL("changelog/", url.endsWith("/") ? url : `${url}/`).href;
  const items = (await readReleases(root)).flatMap(({ name, releases }) =>
    releases.filter(({ version }) => version !== unreleased).map((release) => feedItem(page, name, release)),
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

function feedItem(page: string, name: string, { version, date, text }: Release): string {
  const published = date ? `\n    <pubDate>${new Date(date).toUTCString()}</pubDate>` : "";
  return `  <item>
    <title>${escapeHtml(`${name} ${version}`)}</title>
    <link>${page}</link>
    <guid isPermaLink="false">${escapeHtml(`${name}@${version}`)}</guid>${published}
    <description>${escapeHtml(text)}</description>
  </item>`;
}

function section({ name, releases }: PackageReleases): string {
  const entries = releases.map(({ version, date, text }) => {
    const heading = date ? `${version} (${date})` : version;
    return `### ${heading}\n\n${text.replace(/^(#{3,4}) /gm, "#$1 ")}`;
  });
  return [`## ${name}`, ...(entries.length > 0 ? entries : ["Nothing has been released yet."])].join("\n\n");
}

/** The releases of each package, from the files at the root of the repository. The contract first: the others follow it. */
export async function readReleases(root: URL): Promise<PackageReleases[]> {
  const packages = await publishedPackages(fileURLToPath(root));
  const waiting = await readChangesets(new URL(".changeset/", root));
  return Promise.all(
    packages
      .toSorted((a, b) => Number(b.name === contractPackage) - Number(a.name === contractPackage))
      .map(async ({ name, folder }) => {
        const texts = waiting.filter(({ names }) => names.includes(name)).map(({ text }) => text);
        const next = texts.length > 0 ? [{ version: unreleased, text: texts.join("\n\n") }] : [];
        return {
          name,
          releases: [...next, ...(await readChangelog(new URL(`${folder}/CHANGELOG.md`, root)))],
        };
      }),
  );
}

async function readChangelog(file: URL): Promise<Release[]> {
  const [, ...entries] = existsSync(file) ? (await readFile(file, "utf8")).split(/^## /m) : [];
  return entries.map((entry) => {
    const [version = "", ...lines] = entry.split("\n");
    const [, date, text = ""] = /^(?:_(\d{4}-\d{2}-\d{2})_\n)?(.*)$/s.exec(lines.join("\n").trim()) ?? [];
    return { version: version.trim(), ...(date ? { date } : {}), text: text.trim() };
  });
}

/** What waits for a release: the packages that it concerns, and the text. */
async function readChangesets(folder: URL): Promise<{ names: readonly string[]; text: string }[]> {
  const files = existsSync(folder) ? (await readdir(folder)).sort() : [];
  const changesets = files.filter((file) => file.endsWith(".md") && file !== "README.md");
  return Promise.all(
    changesets.map(async (file) => {
      const content = await readFile(new URL(file, folder), "utf8");
      const [, head = "", text = ""] = /^---\r?\n(.*?)^---\s*$(.*)/ms.exec(content) ?? [];
      return { names: Object.keys(parse(head) ?? {}), text: text.trim() };
    }),
  );
}
