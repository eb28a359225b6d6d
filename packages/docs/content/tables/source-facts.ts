/** How many facts each source states, and what became of them in the contract. */
import { type Counts, type SourceReport, sourcesFile } from "@partner-referrals/spec/sources";
import { code, markdownTable } from "../markdown.ts";

const outcomes = ["held", "contradicted", "left out"] as const;

/** One row for each key of the table of sources; the pages of a key are added up. */
export function sourceFactTable(): string {
  const byKey = new Map<string, SourceReport[]>();
  for (const source of sourcesFile.sources) {
    const [key = ""] = source.key.split("/", 1);
    byKey.set(key, [...(byKey.get(key) ?? []), source]);
  }
  return markdownTable(
    ["Key", "Last checked", "Facts", "Held", "Contradicted", "Left out"],
    [
      ...[...byKey].map(([key, pages]) => [code(key), lastChecked(pages), ...total(pages)]),
      ["All", "", ...total(sourcesFile.sources)],
    ],
  );
}

/** The oldest date: a source is as fresh as the page that was not looked at for longest. */
function lastChecked(pages: readonly SourceReport[]): string {
  return pages.map((page) => page.lastChecked).sort()[0] ?? "";
}

function total(pages: readonly { readonly facts: number; readonly counts: Counts }[]): string[] {
  const sum = (count: (page: (typeof pages)[number]) => number) =>
    pages.reduce((before, page) => before + count(page), 0).toLocaleString("en-US");
  return [sum(({ facts }) => facts), ...outcomes.map((outcome) => sum(({ counts }) => counts[outcome]))];
}
