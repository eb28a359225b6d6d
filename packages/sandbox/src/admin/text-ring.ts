/** Stores texts as bytes outside of the heap, first in, first out. */
export interface TextRing {
  /** A copy of a text, until it is dropped; the text itself if it is long. */
  store(text: string): string | Buffer;
  /** Drops a copy, of all that are left the first. Its bytes are used for others then. Anything else is ignored. */
  drop(stored: unknown): void;
  clear(): void;
}

interface Slab {
  readonly bytes: Buffer;
  used: number;
  texts: number;
}

const minSlab = 4 * 1024;
const maxSlab = 64 * 1024;
/** A character has at most three bytes in UTF-8. */
const maxBytesPerCharacter = 3;

/**
 * The garbage collector takes what lives for hundreds of requests for something that lasts, and lets the heap grow: the texts
 * of a journal would take 50 MB under load.
 */
export function createTextRing(): TextRing {
  let slabs: Slab[] = [];
  let spare: Slab | undefined;
  const last = (): Slab | undefined => slabs.at(-1);

  const addSlab = (needed: number): Slab => {
    const size = Math.min(maxSlab, Math.max(minSlab, needed, 2 * (last()?.bytes.length ?? 0)));
    const slab =
      spare?.bytes.length === size ? spare : { bytes: Buffer.allocUnsafeSlow(size), used: 0, texts: 0 };
    spare = undefined;
    slabs.push(slab);
    return slab;
  };

  return {
    store(text) {
      const needed = text.length * maxBytesPerCharacter;
      if (needed > maxSlab) return text;
      let slab = last();
      if (slab === undefined || slab.used + needed > slab.bytes.length) slab = addSlab(needed);
      const start = slab.used;
      slab.used += slab.bytes.write(text, start);
      slab.texts++;
      return slab.bytes.subarray(start, slab.used);
    },
    drop(stored) {
      const [first] = slabs;
      if (!(stored instanceof Uint8Array) || first === undefined || stored.buffer !== first.bytes.buffer)
        return;
      first.texts--;
      if (first.texts > 0) return;
      first.used = 0;
      if (slabs.length === 1) return;
      slabs.shift();
      spare = first;
    },
    clear() {
      slabs = [];
      spare = undefined;
    },
  };
}
