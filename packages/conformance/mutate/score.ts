import { type Mutant, nameOf } from "./mutant.ts";
import type { Outcome } from "./run-mutant.ts";

/** How many mutants there were, and what became of them. */
export interface Tally {
  total: number;
  killed: number;
  ignored: number;
  survived: number;
}

export interface Score extends Tally {
  /** Edits that build to the same bundle; they are no mutants and are in no other number. */
  withoutEffect: number;
  byKind: Record<string, Tally>;
  /** How many mutants each check was the first to catch. */
  byCheck: Record<string, number>;
  /** What nothing caught, by kind: work for a case, a check or a source. */
  survivors: Record<string, string[]>;
}

/** The score of a run, and the names of those that survived. */
export function scoreOf(
  mutants: Mutant[],
  outcomes: Outcome[],
  ignored: ReadonlySet<string>,
): { score: Score; survivors: string[] } {
  const none = (): Tally => ({ total: 0, killed: 0, ignored: 0, survived: 0 });
  const score: Score = { ...none(), withoutEffect: 0, byKind: {}, byCheck: {}, survivors: {} };
  const survivors: string[] = [];
  for (const [index, mutant] of mutants.entries()) {
    const outcome = outcomes[index];
    if (!outcome || outcome.result === "without effect") {
      score.withoutEffect++;
      continue;
    }
    const name = nameOf(mutant);
    const isKilled = outcome.result === "killed";
    const became = isKilled ? "killed" : ignored.has(name) ? "ignored" : "survived";
    if (isKilled) score.byCheck[outcome.by] = (score.byCheck[outcome.by] ?? 0) + 1;
    if (became === "survived") {
      survivors.push(name);
      score.survivors[mutant.kind] = [...(score.survivors[mutant.kind] ?? []), name];
    }
    score.byKind[mutant.kind] ??= none();
    for (const tally of [score, score.byKind[mutant.kind] ?? none()]) {
      tally.total++;
      tally[became]++;
    }
  }
  return { score, survivors };
}
