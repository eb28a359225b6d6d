import { parsePointer } from "@partner-referrals/spec/model";
import { hasMembers } from "./contract.ts";

/** The kinds of JSON values that the contract tells apart, each with a value that few schemas accept. */
export const sampleValues = {
  null: null,
  boolean: true,
  integer: 5,
  fraction: 1.5,
  string: "a sample",
  array: [],
  object: {},
} as const;

export type Kind = keyof typeof sampleValues;

export function kindOf(value: unknown): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "fraction";
  if (typeof value === "boolean" || typeof value === "string") return typeof value as "boolean" | "string";
  return "object";
}

/** A copy of `whole` with `value` at a JSON Pointer, or without what is there if `value` is `undefined`. */
export function withValue(whole: unknown, pointer: string, value: unknown): unknown {
  if (pointer === "") return value;
  const copy = structuredClone(whole);
  const keys = parsePointer(pointer);
  const last = keys.pop() ?? "";
  const parent = keys.reduce<unknown>((node, key) => (hasMembers(node) ? node[key] : undefined), copy);
  if (!hasMembers(parent)) throw new Error(`${pointer} leads nowhere.`);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}
