import type { Case } from "../contract/cases.ts";
import { isObject } from "../contract/document.ts";
import { below, type Kind, kindOf, probes, valueAt } from "../contract/json.ts";

/** A value for one place of a whole case, and whether it fits there. */
export interface Variant {
  pointer: string;
  value: unknown;
  isTaken: boolean;
}

/**
 * What can stand in one place of a whole case, and what cannot: as the case says, and as follows from what it shows. A value
 * of another type than those shown is refused, and so is a string without the format of the one shown.
 */
export function* variantsOf(one: Case): Generator<Variant> {
  const { whole, nullable = [], any = [], takes = {}, refuses = {}, least = {}, most = {} } = one;
  for (const [pointer, values] of Object.entries(takes)) {
    for (const value of values) yield { pointer, value, isTaken: true };
  }
  for (const [pointer, values] of Object.entries(refuses)) {
    for (const value of values) yield { pointer, value, isTaken: false };
  }
  for (const [bounds, step] of [
    [least, -1],
    [most, 1],
  ] as const) {
    for (const [property, length] of Object.entries(bounds)) {
      const pointer = property === "" ? "" : below("", property);
      const resize = (size: number) => resized(valueAt(whole, pointer), size);
      yield { pointer, value: resize(length), isTaken: true };
      yield { pointer, value: resize(length + step), isTaken: false };
    }
  }
  for (const [pointer, shown] of places(whole)) {
    if (any.includes(pointer)) {
      for (const value of Object.values(probes)) yield { pointer, value, isTaken: true };
      continue;
    }
    const taken = [shown, ...(takes[pointer] ?? [])];
    const kinds = new Set<Kind>(taken.map(kindOf));
    const isNullable = nullable.some((property) => pointer === below("", property));
    if (isNullable) yield { pointer, value: null, isTaken: true };
    for (const [kind, value] of Object.entries(probes)) {
      if (kinds.has(kind as Kind) || (kind === "null" && isNullable)) continue;
      // An integer is a number, too.
      if (kind === "integer" && kinds.has("fraction")) continue;
      yield { pointer, value, isTaken: false };
    }
    const format = formatOf(shown);
    const isFree = taken.some((value) => typeof value === "string" && formatOf(value) !== format);
    if (format && !isFree) yield { pointer, value: "a probe", isTaken: false };
  }
}

/** The root of the case, its members, and the first item of each list. */
function* places(whole: unknown): Generator<[pointer: string, value: unknown]> {
  yield ["", whole];
  if (!isObject(whole)) return;
  const members = Array.isArray(whole) ? Object.entries(whole).slice(0, 1) : Object.entries(whole);
  for (const [key, value] of members) {
    const pointer = below("", key);
    yield [pointer, value];
    if (Array.isArray(value) && value.length > 0) yield [below(pointer, 0), value[0]];
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
