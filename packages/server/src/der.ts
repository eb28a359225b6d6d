/**
 * A writer of DER (ITU-T X.690), as far as certificates need it, also for ones that no library would write. The client's
 * tests have OpenSSL, inside Node, read what is meant to be valid, so reader and writer cannot share a mistake.
 */

/** A node: a tag and its contents. */
export function element(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

function length(value: number): Buffer {
  if (value < 0x80) return Buffer.from([value]);
  const digits = Buffer.from(
    value.toString(16).padStart(value < 0x100 ? 2 : value < 0x10000 ? 4 : 6, "0"),
    "hex",
  );
  return Buffer.concat([Buffer.from([0x80 + digits.length]), digits]);
}

export const sequence = (...contents: Uint8Array[]): Buffer => element(0x30, ...contents);
export const set = (...contents: Uint8Array[]): Buffer => element(0x31, ...contents);
export const explicit = (number: number, ...contents: Uint8Array[]): Buffer =>
  element(0xa0 + number, ...contents);
export const integer = (value: number): Buffer => element(0x02, Buffer.from([value]));
export const boolean = (value: boolean): Buffer => element(0x01, Buffer.from([value ? 0xff : 0]));
export const octets = (...contents: Uint8Array[]): Buffer => element(0x04, ...contents);
export const bits = (content: Uint8Array, unused = 0): Buffer =>
  element(0x03, Buffer.from([unused]), content);
export const nothing: Buffer = element(0x05);
export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text));
export const printable = (text: string): Buffer => element(0x13, Buffer.from(text));

/** An object identifier, from its dotted form. */
export function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return element(
    0x06,
    ...[40 * first + second, ...rest].map((arc) => {
      const digits = [arc & 0x7f];
      for (let left = arc >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
      return Buffer.from(digits);
    }),
  );
}

/** A time: two digits of the year up to 2049, as RFC 5280 wants it. */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().replaceAll(/[-:T]|\..*/g, "")}Z`;
  const short = date.getUTCFullYear() < 2050;
  return element(short ? 0x17 : 0x18, Buffer.from(short ? digits.slice(2) : digits));
}
