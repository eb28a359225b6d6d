import { type DerNode, expect, optional, tags } from "./der.ts";

/** An object identifier with dots. */
export function oid({ content }: DerNode): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const [index, byte] of content.entries()) {
    if (arc === 0 && byte === 0x80) throw new SyntaxError("An object identifier is not minimal.");
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) throw new SyntaxError("An object identifier is huge.");
    if (byte >= 0x80) {
      if (index === content.length - 1) throw new SyntaxError("An object identifier is cut off.");
      continue;
    }
    if (arcs.length === 0) arcs.push(Math.min(Math.trunc(arc / 40), 2));
    arcs.push(arcs.length === 1 ? arc - 40 * (arcs[0] ?? 0) : arc);
    arc = 0;
  }
  if (arcs.length === 0) throw new SyntaxError("An object identifier is empty.");
  return arcs.join(".");
}

/** A non-negative integer of at most 32 bits. */
export function smallInteger({ content }: DerNode): number {
  const [first = 0x80, second = 0x80] = content;
  if (first >= 0x80 || content.length > 4 || (first === 0 && second < 0x80)) {
    throw new SyntaxError("An integer is negative, huge or not minimal.");
  }
  return content.reduce((value, byte) => value * 256 + byte, 0);
}

export function boolean({ content }: DerNode): boolean {
  const [value] = content;
  if (content.length === 1 && (value === 0 || value === 0xff)) return value === 0xff;
  throw new SyntaxError("A boolean is neither true nor false.");
}

/** The bytes of a bit string. Only flags may end within a byte; the unused bits must then be 0. */
export function bitString({ content }: DerNode, areFlags = false): Uint8Array<ArrayBuffer> {
  const unused = content[0] ?? 8;
  const bytes = content.subarray(1);
  const left = (bytes.at(-1) ?? 0xff) & ((1 << unused) - 1);
  if (unused <= (areFlags ? 7 : 0) && left === 0) return bytes;
  throw new SyntaxError("A bit string is malformed.");
}

/** A time, in milliseconds since 1970. Both of its types must be in UTC and have seconds. */
export function time(queue: DerNode[]): number {
  const utc = optional(queue, tags.utcTime);
  const { content } = utc ?? expect(queue, tags.generalizedTime);
  const digits = String.fromCharCode(...content.subarray(0, 16));
  const [, year, month, day, hour, minute, second] =
    (utc ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/).exec(
      digits,
    ) ?? [];
  // RFC 5280, 4.1.2.5.1: two digits stand for the years from 1950 to 2049.
  const century = utc ? (Number(year) < 50 ? "20" : "19") : "";
  const value = Date.parse(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(value)) throw new SyntaxError("A time is malformed.");
  return value;
}
