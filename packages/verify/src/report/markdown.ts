import type { Report } from "../verifier.ts";
import { findingsOf, summarize } from "./summary.ts";

/** A report for a person. It holds nothing of the traffic but names of the contract, lengths and types. */
export function asMarkdown(report: Report): string {
  const contradicted = findingsOf(report, "contradicted");
  const lines = [
    `# ${contradicted.length === 0 ? "Nothing contradicts the contract" : `${contradicted.length} facts are contradicted`}`,
    "",
    `Contract ${report.contractVersion}. ${report.exchanges} requests were verified, ${report.skipped} were not for this API.`,
    "",
    "| Facts | Total | Confirmed | Contradicted | Not reached |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...summarize(report).map(
      ({ kind, total, confirmed, contradicted: count, notReached }) =>
        `| ${kind} | ${total} | ${confirmed} | ${count} | ${notReached} |`,
    ),
    ...contradicted.flatMap(({ id, text, contradictions, example }) => [
      "",
      `## ${id}`,
      "",
      `${text} Contradicted ${times(contradictions)}, for example by ${example?.seen} (${example?.where}).`,
    ]),
    ...section(
      "Not in the contract",
      report.undeclared.map(({ what, count, where }) => `- \`${what}\`, ${times(count)}, first in ${where}`),
    ),
    ...section(
      "Not reached",
      findingsOf(report, "not reached").map(({ id, text }) => `- \`${id}\`: ${text}`),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `## ${title}`, "", ...lines];
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
