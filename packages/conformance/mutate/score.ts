import type { Outcome } from "./examine.ts";
import { type Mutant, nameOf } from "./mutant.ts";

/** How many mutants there were, and what became of them. */
export interface Tally {
  total: number;
  killed: number;
  justified: number;
  survived: number;
}

export interface Score extends Tally {
  /** Edits that build to the same bundle; they are no mutants and are in no other number. */
  withoutEffect: number;
  byKind: Record<string, Tally>;
  /** How many mutants each check was the first to catch. */
  byCheck: Record<string, number>;
}

/** The score of a run, and the names of those that got away without a justification. */
export function scoreOf(
  mutants: Mutant[],
  outcomes: Outcome[],
  justified: ReadonlySet<string>,
): { score: Score; survivors: string[] } {
  const none = (): Tally => ({ total: 0, killed: 0, justified: 0, survived: 0 });
  const score: Score = { ...none(), withoutEffect: 0, byKind: {}, byCheck: {} };
  const survivors: string[] = [];
  for (const [index, mutant] of mutants.entries()) {
    const outcome = outcomes[index];
    if (!outcome || outcome.fate === "without effect") {
      score.withoutEffect++;
      continue;
    }
    const name = nameOf(mutant);
    const isKilled = outcome.fate === "killed";
    const became = isKilled ? "killed" : justified.has(name) ? "justified" : "survived";
    if (isKilled) score.byCheck[outcome.by] = (score.byCheck[outcome.by] ?? 0) + 1;
    if (became === "survived") survivors.push(name);
    score.byKind[mutant.kind] ??= none();
    for (const tally of [score, score.byKind[mutant.kind] ?? none()]) {
      tally.total++;
      tally[became]++;
    }
  }
  return { score, survivors };
}
