/** The changelog of the contract and of the packages, from the files that a release writes. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  contractPackage,
  type PublishedPackage,
  publishedPackages,
} from "@partner-referrals/support/packages";
import type { Page } from "./page.ts";

const repository = new URL("../../../", import.meta.url);

export async function changelogPage(): Promise<Page> {
  const packages = await publishedPackages(fileURLToPath(repository));
  // The contract first, as the others follow from it.
  const first = packages.filter(({ name }) => name === contractPackage);
  const others = packages.filter(({ name }) => name !== contractPackage);
  const sections = await Promise.all([...first, ...others].map(changelogOf));
  return {
    path: "changelog",
    kind: "about",
    title: "Changelog",
    description: "What changed in the contract and in the packages, version by version.",
    body: () => sections.join("\n\n"),
  };
}

async function changelogOf({ name, version, folder }: PublishedPackage): Promise<string> {
  const file = new URL(`${folder}/CHANGELOG.md`, repository);
  const released = existsSync(file) ? (await readFile(file, "utf8")).replace(/^# .*\n/, "").trim() : "";
  const text = released || `Version ${version}. Nothing has been released yet.`;
  return `## ${name}\n\n${text.replace(/^(#{2,4}) /gm, "#$1 ")}`;
}
