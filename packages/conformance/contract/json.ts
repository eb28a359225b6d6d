import { isObject } from "./document.ts";

/** The kinds of JSON values that the contract tells apart, each with a value that few schemas mean. */
export const probes = {
  null: null,
  boolean: true,
  integer: 5,
  fraction: 1.5,
  string: "a probe",
  array: [],
  object: {},
} as const;

export type Kind = keyof typeof probes;

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
  const keys = keysIn(pointer);
  const last = keys.pop() ?? "";
  const parent = keys.reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), copy);
  if (!isObject(parent)) throw new Error(`${pointer} leads nowhere.`);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

export function valueAt(whole: unknown, pointer: string): unknown {
  return keysIn(pointer).reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), whole);
}

/** The names in a JSON Pointer (RFC 6901). */
export function keysIn(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A JSON Pointer to a member of what another one leads to. */
export function below(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
