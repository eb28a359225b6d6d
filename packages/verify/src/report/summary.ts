import type { Finding, Outcome } from "../facts/ledger.ts";
import type { Report } from "../verifier.ts";

/** How many facts of each kind were confirmed, contradicted, and not reached. */
export interface Summary {
  readonly kind: string;
  readonly total: number;
  readonly confirmed: number;
  readonly contradicted: number;
  readonly notReached: number;
}

export function summarize({ findings }: Report): Summary[] {
  return [...Map.groupBy(findings, ({ kind }) => kind)].map(([kind, group]) => {
    const count = (wanted: Outcome) => group.filter(({ outcome }) => outcome === wanted).length;
    return {
      kind,
      total: group.length,
      confirmed: count("confirmed"),
      contradicted: count("contradicted"),
      notReached: count("not reached"),
    };
  });
}

/** The findings with an outcome, rules first: they say most. */
export function findingsOf({ findings }: Report, outcome: Outcome): Finding[] {
  return findings
    .filter((finding) => finding.outcome === outcome)
    .sort((a, b) => Number(b.kind === "rule") - Number(a.kind === "rule"));
}
