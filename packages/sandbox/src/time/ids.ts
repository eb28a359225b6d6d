import { createHash, randomUUID } from "node:crypto";
import type { StatePart } from "../universe-state.ts";

/** Makes new GUIDs. */
export interface Ids extends StatePart {
  next(): string;
  /** Whether the next ones are the same in each run, and may therefore have been given before. */
  isSeeded(): boolean;
  /** From now on the same GUIDs in the same order for the same seed; random ones again without. */
  seed(seed: string | undefined): void;
  /** Starts over with the same seed. */
  restart(): void;
}

export function createIds(initial?: string): Ids {
  let seed = initial;
  let count = 0;
  return {
    next: () => (seed === undefined ? randomUUID() : guidOf(`${seed}/${count++}`)),
    isSeeded: () => seed !== undefined,
    seed(next) {
      seed = next;
      count = 0;
    },
    restart() {
      count = 0;
    },
    save: () => JSON.stringify({ seed, count }),
    restore(saved) {
      // A cast: `save` wrote it.
      const state = JSON.parse(saved) as { seed?: string; count: number };
      ({ seed, count } = { seed: undefined, ...state });
    },
  };
}

/** The GUID of a text: always the same one. */
export function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

export function isGuid(text: string): boolean {
  return guid.test(text);
}
