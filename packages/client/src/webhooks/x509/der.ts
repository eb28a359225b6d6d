/**
 * A strict reader of DER (X.690), which has one encoding for one value. Lengths must be definite, minimal and within the
 * input, and no bytes may remain.
 */

/** A node: its tag, its content, and all its bytes. */
export interface DerNode {
  readonly tag: number;
  readonly content: Uint8Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The tags in certificates: those of types, then those of optional fields. */
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

/** Reads all nodes of the input. */
export function readAll(bytes: Uint8Array<ArrayBuffer>): DerNode[] {
  const nodes: DerNode[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const { tag, start, end } = readHeader(bytes, offset);
    nodes.push({ tag, content: bytes.subarray(start, end), bytes: bytes.subarray(offset, end) });
    offset = end;
  }
  return nodes;
}

function readHeader(bytes: Uint8Array, offset: number): { tag: number; start: number; end: number } {
  const tag = byte(bytes, offset);
  if ((tag & 0x1f) === 0x1f) throw new SyntaxError("A tag has more than one byte.");
  const first = byte(bytes, offset + 1);
  let start = offset + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first - 0x80;
    length = 0;
    for (const end = start + count; start < end; start++) length = length * 256 + byte(bytes, start);
    // The indefinite form has no length bytes.
    if (length < 0x80 || length < 256 ** (count - 1)) {
      throw new SyntaxError("A length is indefinite or not minimal.");
    }
  }
  if (start + length > bytes.length) throw new SyntaxError("A node is truncated.");
  return { tag, start, end: start + length };
}

function byte(bytes: Uint8Array, offset: number): number {
  const value = bytes[offset];
  if (value === undefined) throw new SyntaxError("A node is truncated.");
  return value;
}

/** Removes the first node from the queue; it must have the tag. */
export function expect(queue: DerNode[], tag: number): DerNode {
  const node = optional(queue, tag);
  if (node) return node;
  throw new SyntaxError(`Expected the tag ${tag}, found ${queue[0]?.tag ?? "the end"}.`);
}

/** Removes the first node from the queue if it has the tag. */
export function optional(queue: DerNode[], tag: number): DerNode | undefined {
  return queue[0]?.tag === tag ? queue.shift() : undefined;
}

/** Rejects nodes that remain in the queue. */
export function expectEnd(queue: DerNode[]): void {
  if (queue.length > 0) throw new SyntaxError(`Expected the end, found the tag ${queue[0]?.tag}.`);
}

/** Reads the only node of the input, which must have the tag. */
export function readSingle(bytes: Uint8Array<ArrayBuffer>, tag: number): DerNode {
  const queue = readAll(bytes);
  const node = expect(queue, tag);
  expectEnd(queue);
  return node;
}
