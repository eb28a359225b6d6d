import { getByPointer, joinPointer } from "@partner-referrals/spec/model";
import { type Contract, componentName, hasMembers, type Schema } from "../contract/contract.ts";
import { type Kind, kindOf, sampleValues } from "../contract/values.ts";

/** One change of a value, and the keyword that it tries. Whether the changed value still fits is for the validators to say. */
export interface Change {
  pointer: string;
  keyword: string;
  /** What stands there now; `undefined` when nothing does. */
  value: unknown;
}

/** Tries every constraint that a schema puts on a value, at every place that the value has. */
export function* changesOf(
  contract: Contract,
  schema: Schema,
  value: unknown,
  pointer = "",
): Generator<Change> {
  const resolved = resolve(contract, schema);
  const branches = (resolved.anyOf ?? [resolved]).map((branch) => resolve(contract, branch));
  yield* changesOfType(contract, branches, pointer);
  for (const branch of branches) {
    const { anyOf: _, ...own } = { ...resolved, ...branch };
    yield* changesOfBounds(own, value, pointer);
    if (!kindsOf(contract, [branch]).has(kindOf(value))) continue;
    if (Array.isArray(value)) yield* changesOfItems(contract, own, value, pointer);
    else if (hasMembers(value)) yield* changesOfMembers(contract, own, value, pointer);
  }
}

function* changesOfType(contract: Contract, branches: Schema[], pointer: string): Generator<Change> {
  const kinds = kindsOf(contract, branches);
  for (const [kind, probe] of Object.entries(sampleValues)) {
    // A cast: the keys of `sampleValues` are the kinds.
    if (kinds.has(kind as Kind)) continue;
    // Types cannot tell a fraction from an integer.
    const keyword = kind === "fraction" && kinds.has("integer") ? "integer" : "type";
    yield { pointer, keyword, value: probe };
  }
}

function* changesOfBounds(schema: Schema, value: unknown, pointer: string): Generator<Change> {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems } = schema;
  if (schema.enum) yield { pointer, keyword: "enum", value: "a sample" };
  for (const one of schema.enum ?? []) yield { pointer, keyword: "known value", value: one };
  if (schema.not) yield { pointer, keyword: "not", value: {} };
  const texts = schema.pattern || schema.format ? ["", "a sample", "é"] : [];
  for (const text of texts) yield { pointer, keyword: "format", value: text };
  const lengths = { minLength, maxLength, minItems, maxItems };
  for (const [keyword, bound] of Object.entries(lengths)) {
    if (typeof bound !== "number") continue;
    for (const length of [bound - 1, bound, bound + 1].filter((one) => one >= 0)) {
      const first = Array.isArray(value) ? value[0] : undefined;
      const isList = keyword.endsWith("Items");
      if (isList && first === undefined) continue;
      yield { pointer, keyword, value: isList ? Array.from({ length }, () => first) : "é".repeat(length) };
    }
  }
  for (const [keyword, bound] of Object.entries({ minimum, maximum })) {
    if (typeof bound !== "number") continue;
    for (const number of [bound - 1, bound, bound + 1]) yield { pointer, keyword, value: number };
  }
}

function* changesOfItems(contract: Contract, { items, minItems }: Schema, value: unknown[], pointer: string) {
  yield { pointer, keyword: minItems === undefined ? "no items" : "minItems", value: [] };
  if (items && value.length > 0) yield* changesOf(contract, items, value[0], joinPointer(pointer, 0));
}

function* changesOfMembers(
  contract: Contract,
  schema: Schema,
  value: Record<string, unknown>,
  pointer: string,
): Generator<Change> {
  const required = Array.isArray(schema.required) ? schema.required : [];
  for (const name of Object.keys(value)) {
    const keyword = required.includes(name) ? "required" : "optional";
    yield { pointer: joinPointer(pointer, name), keyword, value: undefined };
  }
  const isClosed = schema.additionalProperties === false;
  yield {
    pointer: joinPointer(pointer, "aNewProperty"),
    keyword: isClosed ? "additionalProperties" : "unknown property",
    value: 1,
  };
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (name in value) yield* changesOf(contract, property, value[name], joinPointer(pointer, name));
    else if (property.not) yield { pointer: joinPointer(pointer, name), keyword: "not", value: {} };
  }
}

/** The kinds of values that one of these schemas speaks of. What says nothing of its type takes all. */
function kindsOf(contract: Contract, schemas: Schema[]): Set<Kind> {
  const kinds = schemas.flatMap((schema): Kind[] => {
    const { type, anyOf } = resolve(contract, schema);
    if (anyOf) return [...kindsOf(contract, anyOf)];
    const types = type === undefined ? Object.keys(sampleValues) : [type].flat();
    // A cast: JSON Schema's names of types are those of kinds, but for `number`.
    return types.flatMap((one) => (one === "number" ? ["integer", "fraction"] : [one])) as Kind[];
  });
  return new Set(kinds);
}

/** A schema with what it refers to, and what it says beside the reference. */
function resolve(contract: Contract, schema: Schema): Schema {
  const { $ref: _, ...own } = schema;
  const name = componentName(schema);
  return name === undefined ? schema : resolve(contract, { ...contract.components.schemas[name], ...own });
}

/** Whether a change changes anything. */
export function changes(whole: unknown, { pointer, value }: Change): boolean {
  return JSON.stringify(getByPointer(whole, pointer)) !== JSON.stringify(value);
}
