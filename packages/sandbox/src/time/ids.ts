import { createHash, randomUUID } from "node:crypto";

/** Where new GUIDs come from. */
export interface Ids {
  next(): string;
  /** From now on the same GUIDs in the same order for the same seed; random ones again without. */
  seed(seed: string | undefined): void;
  /** Begins anew with the same seed. */
  restart(): void;
}

export function createIds(initial?: string): Ids {
  let seed = initial;
  let count = 0;
  return {
    next: () => (seed === undefined ? randomUUID() : guidOf(`${seed}/${count++}`)),
    seed(next) {
      seed = next;
      count = 0;
    },
    restart() {
      count = 0;
    },
  };
}

/** A GUID that a text always gets. */
export function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

export function isGuid(text: string): boolean {
  return guid.test(text);
}
