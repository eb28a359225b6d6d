import { getByPointer, joinPointer } from "@partner-referrals/spec/model";
import type { Case } from "../contract/cases.ts";
import { hasMembers } from "../contract/contract.ts";
import { type Kind, kindOf, sampleValues } from "../contract/values.ts";

/** A value for one place of a valid case, and whether it fits there. */
export interface Variant {
  pointer: string;
  value: unknown;
  isAccepted: boolean;
}

/**
 * What can stand in one place of a valid case, and what cannot: as the case says, and as follows from what it shows. A value
 * of another type than those shown is rejected, and so is a string without the format of the one shown.
 */
export function* variantsOf(one: Case): Generator<Variant> {
  const { valid, nullable = [], anything = [], accepts = {}, rejects = {}, min = {}, max = {} } = one;
  for (const [pointer, values] of Object.entries(accepts)) {
    for (const value of values) yield { pointer, value, isAccepted: true };
  }
  for (const [pointer, values] of Object.entries(rejects)) {
    for (const value of values) yield { pointer, value, isAccepted: false };
  }
  for (const [bounds, step] of [
    [min, -1],
    [max, 1],
  ] as const) {
    for (const [property, length] of Object.entries(bounds)) {
      const pointer = property === "" ? "" : joinPointer("", property);
      const resize = (size: number) => resized(getByPointer(valid, pointer), size);
      yield { pointer, value: resize(length), isAccepted: true };
      yield { pointer, value: resize(length + step), isAccepted: false };
    }
  }
  for (const [pointer, shown] of places(valid)) {
    if (anything.includes(pointer)) {
      for (const value of Object.values(sampleValues)) yield { pointer, value, isAccepted: true };
      continue;
    }
    const accepted = [shown, ...(accepts[pointer] ?? [])];
    const kinds = new Set<Kind>(accepted.map(kindOf));
    const isNullable = nullable.some((property) => pointer === joinPointer("", property));
    if (isNullable) yield { pointer, value: null, isAccepted: true };
    for (const [kind, value] of Object.entries(sampleValues)) {
      if (kinds.has(kind as Kind) || (kind === "null" && isNullable)) continue;
      // An integer is a number, too.
      if (kind === "integer" && kinds.has("fraction")) continue;
      yield { pointer, value, isAccepted: false };
    }
    const format = formatOf(shown);
    const isFree = accepted.some((value) => typeof value === "string" && formatOf(value) !== format);
    if (format && !isFree) yield { pointer, value: "a sample", isAccepted: false };
  }
}

/** The root of the case, its members, and the first item of each list. */
function* places(valid: unknown): Generator<[pointer: string, value: unknown]> {
  yield ["", valid];
  if (!hasMembers(valid)) return;
  const members = Array.isArray(valid) ? Object.entries(valid).slice(0, 1) : Object.entries(valid);
  for (const [key, value] of members) {
    const pointer = joinPointer("", key);
    yield [pointer, value];
    if (Array.isArray(value) && value.length > 0) yield [joinPointer(pointer, 0), value[0]];
  }
}

/** A value of a format stands for that format, unless the case shows others beside it. */
function formatOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value)) return "date-time";
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? "uuid" : undefined;
}

function resized(value: unknown, length: number): unknown {
  if (Array.isArray(value)) return Array.from({ length }, () => value[0]);
  return "x".repeat(length);
}
