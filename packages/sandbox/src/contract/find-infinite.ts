import { joinPointer } from "@partner-referrals/spec/model";

/** How a JSON text writes a number that is too large for a double: with many digits, or with a large exponent. */
const largeNumber = /[\d.]{300}|e\+?\d{3}/i;

/** Where a parsed JSON value has a number that became infinite, such as `1e999`; undefined when it has none. */
export function findInfinite(text: Uint8Array, value: unknown): string | undefined {
  // Nearly no text has one, so the value is rarely walked through.
  return largeNumber.test(Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString("latin1"))
    ? findBelow(value, "")
    : undefined;
}

function findBelow(value: unknown, pointer: string): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : pointer;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, item] of Object.entries(value)) {
    const found = findBelow(item, joinPointer(pointer, name));
    if (found !== undefined) return found;
  }
  return undefined;
}
