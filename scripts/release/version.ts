/** Turns the changesets that wait into versions, changelogs and the next baseline of the contract. */
import { execFile } from "node:child_process";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { asMarkdown } from "@partner-referrals/spec/changes";
import {
  contractPackage,
  type PublishedPackage,
  publishedPackages,
} from "@partner-referrals/support/packages";
import { childEnvironment } from "@partner-referrals/support/repository";
import { pendingBumps } from "./changesets.ts";
import { baselineFile, bundleFile, checkContract } from "./contract-check.ts";

const run = promisify(execFile);

export interface VersionChange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Sets the versions in the repository at `root`, whose contract is built. Empty when no changeset waits.
 *
 * @param date what the changelogs say, as in 2026-04-17
 *
 * @throws Error when the changesets do not say what the contract's changes ask for.
 */
export async function setVersions(
  root: string,
  date: string = new Date().toISOString().slice(0, 10),
): Promise<VersionChange[]> {
  const { changes, missing } = await checkContract(root);
  if (missing.length > 0) throw new Error("A changeset is missing. See: npx --yes pnpm@12 changes");
  if ((await pendingBumps(root)).size === 0) return [];

  const before = await publishedPackages(root);
  await run("changeset", ["version"], { cwd: root, env: childEnvironment(root) });
  // The contract carries the version of its package.
  await run(process.execPath, ["build/build.ts"], { cwd: join(root, "spec") });
  await copyFile(join(root, bundleFile), join(root, baselineFile));

  const after = await publishedPackages(root);
  const contract = after.find(({ name }) => name === contractPackage);
  if (contract && changes.length > 0) await listChanges(root, contract, asMarkdown(changes));
  const versions: VersionChange[] = [];
  for (const { name, version: from } of before) {
    const published = after.find((candidate) => candidate.name === name);
    if (!published || published.version === from) continue;
    await dateEntry(root, published, date);
    versions.push({ name, from, to: published.version });
  }
  return versions;
}

/** Puts the date below the heading of the newest entry of the changelog, where the docs read it. */
async function dateEntry(root: string, { folder, version }: PublishedPackage, date: string): Promise<void> {
  const file = join(root, folder, "CHANGELOG.md");
  const changelog = await readFile(file, "utf8");
  const heading = `\n## ${version}\n`;
  if (!changelog.includes(heading)) throw new Error(`${file} has no entry for ${version}.`);
  await writeFile(file, changelog.replace(heading, `${heading}\n_${date}_\n`));
}

/** Puts the list at the end of the newest entry of the changelog. */
async function listChanges(root: string, { folder, version }: PublishedPackage, list: string): Promise<void> {
  const file = join(root, folder, "CHANGELOG.md");
  const changelog = await readFile(file, "utf8");
  const start = changelog.indexOf(`\n## ${version}\n`);
  if (start < 0) throw new Error(`${file} has no entry for ${version}.`);
  const next = changelog.indexOf("\n## ", start + 1);
  const end = next < 0 ? changelog.length : next;
  const entry = `${changelog.slice(0, end).trimEnd()}\n\n### What changed in the contract\n\n${list}\n`;
  await writeFile(file, entry + changelog.slice(end));
}
