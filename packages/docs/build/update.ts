/** Brings the pages up to date with a contract that has just been built, or a guide that was saved, for those who watch. */
import { readFile } from "node:fs/promises";
import { contractFile, readDocument } from "@partner-referrals/spec/model";
import { contractPages, siteLinks } from "./contract-pages.ts";
import { removeOtherPages, writeChanged, writePages } from "./files.ts";
import { navigationFile, publicFolder, summariesFile } from "./folders.ts";
import { navigation } from "./navigation.ts";
import type { PageSummary } from "./page.ts";

/**
 * Writes the pages that are made from the contract. The others stay as build/generate.ts wrote them, with the downloads and
 * the pages as Markdown, until it runs again.
 */
export async function updatePages(): Promise<void> {
  const document = readDocument(contractFile);
  const pages = await contractPages(document, publicFolder);
  const before: PageSummary[] = JSON.parse(await readFile(summariesFile, "utf8"));
  const all = [...pages, ...before.filter(({ kind }) => kind === "package" || kind === "about")];
  await writePages(pages, await siteLinks(document, all, publicFolder));
  await removeOtherPages(all);
  await writeChanged(navigationFile, JSON.stringify(navigation(document, all), null, 2));
}
