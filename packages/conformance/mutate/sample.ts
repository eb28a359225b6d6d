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

/** Numbers from 0 to 1 that only the seed decides (Mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
