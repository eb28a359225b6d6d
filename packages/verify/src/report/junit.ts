import type { Report } from "../verifier.ts";
import { findingsOf } from "./summary.ts";
import { escapeMarkup } from "./xml.ts";

/** A test report as CI systems read it: a fact is a test, one that was not reached is skipped. */
export function asJunit(report: Report): string {
  const { findings } = report;
  const cases = findings.map(({ id, kind, text, outcome, example }) => {
    const name = `classname="${kind}" name="${escapeMarkup(`${id}: ${text}`)}"`;
    if (outcome === "confirmed") return `    <testcase ${name}/>`;
    if (outcome === "not reached") return `    <testcase ${name}><skipped/></testcase>`;
    const message = escapeMarkup(`${example?.seen} in ${example?.where}`);
    return `    <testcase ${name}><failure message="${message}"/></testcase>`;
  });
  const counts = `tests="${findings.length}" failures="${findingsOf(report, "contradicted").length}" skipped="${findingsOf(report, "not reached").length}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${counts}>
  <testsuite name="partner-referrals-verify" ${counts}>
${cases.join("\n")}
  </testsuite>
</testsuites>
`;
}
