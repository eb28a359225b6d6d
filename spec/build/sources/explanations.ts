/** What a source says of its facts that the contract does not hold. */
import type { Fact } from "./facts/fact.ts";
import type { Source } from "./source.ts";

/** Why the contract does not hold a fact. */
export interface Explanation {
  readonly fact: string;
  readonly entry?: string;
  readonly because?: string;
  readonly place: readonly (string | number)[];
}

/** What stands under `contradicted` and `leftOut`. */
export function explanationsOf({ contradicted = {}, leftOut = [] }: Source): Explanation[] {
  return [
    ...Object.entries(contradicted).flatMap(([entry, facts]) =>
      facts.map((fact, index) => ({ fact, entry, place: ["contradicted", entry, index] })),
    ),
    ...leftOut.flatMap(({ because, facts }, group) =>
      facts.map((fact, index) => ({ fact, because, place: ["leftOut", group, "facts", index] })),
    ),
  ];
}

/** An explanation of a fact explains the facts below it, too. */
export function explain(
  fact: Fact,
  facts: ReadonlyMap<string, Fact>,
  explanations: ReadonlyMap<string, Explanation>,
): Explanation | undefined {
  for (let current: Fact | undefined = fact; current; current = parentOf(current)) {
    const found = explanations.get(current.id);
    if (found) return found;
  }
  return undefined;

  function parentOf({ parent }: Fact): Fact | undefined {
    return parent === undefined ? undefined : facts.get(parent);
  }
}

/** What is wrong with an explanation: its fact is not there, or the contract holds it. */
export function wrongIn(
  explanation: Explanation,
  facts: ReadonlyMap<string, Fact>,
  used: ReadonlySet<Explanation>,
): string | undefined {
  if (!facts.has(explanation.fact)) return `"${explanation.fact}" is not a fact of this source`;
  if (!used.has(explanation)) return `the contract holds "${explanation.fact}" by now: remove it here`;
  return undefined;
}
