import type { Report } from "../verifier.ts";
import { findingsOf } from "./summary.ts";

/** A SARIF 2.1.0 log, as code scanning reads it: what is contradicted, as errors. */
export function asSarif(report: Report): string {
  const contradicted = findingsOf(report, "contradicted");
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "partner-referrals-verify",
            version: report.contractVersion,
            rules: contradicted.map(({ id, text }) => ({ id, shortDescription: { text } })),
          },
        },
        results: contradicted.map(({ id, text, contradictions, example }, ruleIndex) => ({
          ruleId: id,
          ruleIndex,
          level: "error",
          message: { text: `${text} Seen instead: ${example?.seen}, ${contradictions} times in all.` },
          locations: [{ logicalLocations: [{ fullyQualifiedName: example?.where, kind: "resource" }] }],
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
