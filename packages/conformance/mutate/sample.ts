import { createRandom } from "../contract/random.ts";
import type { Mutant } from "./mutant.ts";

/** Some mutants of each kind, the same ones for the same seed. */
export function sampleOf(mutants: Mutant[], perKind: number, seed: number): Mutant[] {
  const random = createRandom(seed);
  return [...Map.groupBy(mutants, ({ kind }) => kind).values()].flatMap((kind) => {
    const rest = [...kind];
    return Array.from(
      { length: Math.min(perKind, rest.length) },
      () => rest.splice(Math.floor(random() * rest.length), 1)[0] as Mutant,
    );
  });
}
