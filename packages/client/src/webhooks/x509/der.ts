/**
 * A reader of DER, as strict as X.690 is about it: one encoding for one value. Lengths must be definite, minimal and within
 * what is there, and nothing may be left over.
 */

/** One element: its tag, its content, and all its bytes. */
export interface Element {
  readonly tag: number;
  readonly content: Uint8Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The tags in certificates: those of types, then those of fields that may be absent. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  issuerUniqueId: 0x81,
  subjectUniqueId: 0x82,
  extensions: 0xa3,
} as const;

/** The elements that some bytes consist of. */
export function elements(bytes: Uint8Array<ArrayBuffer>): Element[] {
  const found: Element[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const { tag, start, end } = frame(bytes, offset);
    found.push({ tag, content: bytes.subarray(start, end), bytes: bytes.subarray(offset, end) });
    offset = end;
  }
  return found;
}

function frame(bytes: Uint8Array, offset: number): { tag: number; start: number; end: number } {
  const tag = byte(bytes, offset);
  if ((tag & 0x1f) === 0x1f) throw new SyntaxError("A tag has more than one byte.");
  const first = byte(bytes, offset + 1);
  let start = offset + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first - 0x80;
    length = 0;
    for (const end = start + count; start < end; start++) length = length * 256 + byte(bytes, start);
    // The indefinite form has no bytes at all here.
    if (length < 0x80 || length < 256 ** (count - 1)) {
      throw new SyntaxError("A length is indefinite or not minimal.");
    }
  }
  if (start + length > bytes.length) throw new SyntaxError("An element is cut off.");
  return { tag, start, end: start + length };
}

function byte(bytes: Uint8Array, offset: number): number {
  const value = bytes[offset];
  if (value === undefined) throw new SyntaxError("An element is cut off.");
  return value;
}

/** Takes the first element off, which must have the tag. */
export function take(queue: Element[], tag: number): Element {
  const element = takeIf(queue, tag);
  if (element) return element;
  throw new SyntaxError(`Expected the tag ${tag}, found ${queue[0]?.tag ?? "the end"}.`);
}

/** Takes the first element off if it has the tag. */
export function takeIf(queue: Element[], tag: number): Element | undefined {
  return queue[0]?.tag === tag ? queue.shift() : undefined;
}

/** Refuses elements that nobody took. */
export function finish(queue: Element[]): void {
  if (queue.length > 0) throw new SyntaxError(`Expected the end, found the tag ${queue[0]?.tag}.`);
}

/** The one element that some bytes are, which must have the tag. */
export function only(bytes: Uint8Array<ArrayBuffer>, tag: number): Element {
  const queue = elements(bytes);
  const element = take(queue, tag);
  finish(queue);
  return element;
}
