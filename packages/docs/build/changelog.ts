/** The changelog of the contract and of the packages, from the files that a release writes. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Page } from "./page.ts";

const REPOSITORY = new URL("../../../", import.meta.url);

/** The published packages, the contract first. */
const CHANGELOGS = ["spec", "packages/types", "packages/client", "packages/mock", "packages/sandbox"];

export async function changelogPage(): Promise<Page> {
  const sections = await Promise.all(CHANGELOGS.map(changelogOf));
  return {
    path: "changelog",
    title: "Changelog",
    description: "What changed in the contract and in the packages, version by version.",
    body: () => sections.join("\n\n"),
  };
}

async function changelogOf(folder: string): Promise<string> {
  const { name, version } = JSON.parse(await readFile(new URL(`${folder}/package.json`, REPOSITORY), "utf8"));
  const file = new URL(`${folder}/CHANGELOG.md`, REPOSITORY);
  const released = existsSync(file) ? (await readFile(file, "utf8")).replace(/^# .*\n/, "").trim() : "";
  const text = released || `Version ${version}. Nothing has been released yet.`;
  return `## ${name}\n\n${text.replace(/^(#{2,4}) /gm, "#$1 ")}`;
}
