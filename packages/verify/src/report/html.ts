import type { Finding } from "../facts/ledger.ts";
import type { Report } from "../verifier.ts";
import { findingsOf, summarize } from "./summary.ts";
import { escapeMarkup } from "./xml.ts";

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8886;vertical-align:top}
td.n,th.n{text-align:right}code{font-size:.9em;overflow-wrap:anywhere}`;

/** A page for a person, in one file that loads nothing. */
export function asHtml(report: Report): string {
  const contradicted = findingsOf(report, "contradicted");
  const title =
    contradicted.length === 0
      ? "Nothing contradicts the contract"
      : `${contradicted.length} facts are contradicted`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${style}</style>
<h1>${title}</h1>
<p>Contract ${escapeMarkup(report.contractVersion)}. ${report.exchanges} requests were verified, ${report.skipped} were not for this API.</p>
<table>
<thead><tr><th>Facts<th class="n">Total<th class="n">Confirmed<th class="n">Contradicted<th class="n">Not reached</tr></thead>
${summarize(report)
  .map(
    (one) =>
      `<tr><td>${one.kind}${[one.total, one.confirmed, one.contradicted, one.notReached].map((n) => `<td class="n">${n}`).join("")}</tr>`,
  )
  .join("\n")}
</table>
${contradicted.length === 0 ? "" : `<h2>Contradicted</h2>\n${findingTable(contradicted)}`}
<h2>Confirmed</h2>
${findingTable(findingsOf(report, "confirmed"))}
<h2>Not reached</h2>
${findingTable(findingsOf(report, "not reached"))}
</html>
`;
}

function findingTable(findings: readonly Finding[]): string {
  const rows = findings.map(({ id, text, confirmations, contradictions, example }) => {
    const seen = example ? `<br>${escapeMarkup(example.seen)} in ${escapeMarkup(example.where)}` : "";
    const count = contradictions > 0 ? contradictions : confirmations;
    return `<tr><td><code>${escapeMarkup(id)}</code><td>${escapeMarkup(text)}${seen}<td class="n">${count}</tr>`;
  });
  return `<table>\n<thead><tr><th>Fact<th>Says<th class="n">Times</tr></thead>\n${rows.join("\n")}\n</table>`;
}
