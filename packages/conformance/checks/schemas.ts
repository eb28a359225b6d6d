import { type Case, readSchemaCases } from "../contract/cases.ts";
import { isObject, nameIn, type Schema } from "../contract/document.ts";
import { below, type Kind, keysIn, kindOf, probes, valueAt, withValue } from "../contract/json.ts";
import type { Check, Subject } from "./check.ts";
import { notMeant } from "./meant.ts";

const cases = readSchemaCases();

/** Every schema takes and refuses what `cases/schemas` says. */
export const schemas: Check = function* (subject) {
  const { contract, fits, names } = subject;
  const all = contract.components.schemas;
  for (const name of cases.keys()) if (!all[name]) yield `There are cases for ${name}, but no such schema.`;
  for (const name of names) {
    const schema = all[name];
    if (!schema) continue;
    const one = cases.get(name);
    if (!one) yield `${name} has no case in cases/schemas. Say there what fits it and what does not.`;
    else yield* one.known ? checkKnown(name, schema, one, fits) : checkCase(name, schema, one, subject);
  }
};

function* checkCase(name: string, schema: Schema, one: Case, subject: Subject): Generator<string> {
  const { whole, needs = [], never = [] } = one;
  const at = `/components/schemas/${name}`;
  const fits = (value: unknown) => subject.fits(at, value);
  if (!fits(whole)) {
    yield `${name} refuses its whole case.`;
    return;
  }
  const unmeant = notMeant(subject.contract, schema, whole);
  if (unmeant !== undefined) yield `${name}${unmeant} in its whole case is nothing that the contract names.`;
  if (isObject(whole) && !Array.isArray(whole)) {
    for (const property of Object.keys(schema.properties ?? {})) {
      if (!(property in whole) && !never.includes(property)) yield `${name}.${property} is in no case.`;
    }
    const least = Object.fromEntries(needs.map((property) => [property, whole[property]]));
    if (!fits(least) && !schema.anyOf) yield `${name} refuses what has nothing but what it needs.`;
    for (const property of needs) {
      if (fits(withValue(whole, below("", property), undefined))) yield `${name} does without ${property}.`;
    }
    for (const property of never) if (fits({ ...whole, [property]: {} })) yield `${name} takes ${property}.`;
    const isOpen = fits({ ...whole, aNewProperty: 1 });
    if (isOpen === !!one.closed) yield `${name} ${isOpen ? "takes" : "refuses"} unknown properties.`;
    yield* checkMarks(name, schema, one);
  }
  for (const [pointer, enumeration] of Object.entries(one.completes ?? {})) {
    const place = schemaAt(schema, pointer);
    if (![place, ...(place.anyOf ?? [])].some((branch) => nameIn(branch) === enumeration)) {
      yield `${name} does not complete ${enumeration} at "${pointer}".`;
    }
  }
  for (const { pointer, value, isTaken } of variants(one)) {
    // The bounds of a number do not rest on its format.
    const isNumber = typeof value === "number" && typeof valueAt(whole, pointer) === "number";
    const judge = isNumber && !isTaken ? subject.fitsButFormat : subject.fits;
    if (judge(at, withValue(whole, pointer, value)) !== isTaken) {
      yield `${name} ${isTaken ? "refuses" : "takes"} ${JSON.stringify(value)?.slice(0, 60)} at "${pointer}".`;
    }
  }
}

function schemaAt(schema: Schema, pointer: string): Schema {
  return keysIn(pointer).reduce((node, key) => node.properties?.[key] ?? node.items ?? {}, schema);
}

/** What the service sets, and what is fixed once set, is marked so; nothing else is. */
function* checkMarks(name: string, { properties = {} }: Schema, one: Case): Generator<string> {
  for (const [property, schema] of Object.entries(properties)) {
    const isService = one.service?.includes(property) ?? false;
    if ((schema.readOnly === true) !== isService)
      yield `${name}.${property} is ${isService ? "not " : ""}read-only.`;
    const isFixed = one.fixed?.includes(property) ?? false;
    const mutability = schema["x-ms-mutability"];
    const marks = Array.isArray(mutability) ? mutability.join() : mutability;
    if (marks !== (isFixed ? "create,read" : undefined))
      yield `${name}.${property} is ${isFixed ? "not " : ""}marked as fixed.`;
    if (schema.writeOnly) yield `${name}.${property} is write-only.`;
  }
}

interface Variant {
  pointer: string;
  value: unknown;
  isTaken: boolean;
}

/** What can stand in one place of the whole case, and what cannot. */
function* variants(one: Case): Generator<Variant> {
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

/** An enumeration knows the values that the case names, and no others. */
function* checkKnown(
  name: string,
  schema: Schema,
  { known = [], closed = false }: Case,
  fits: Subject["fits"],
): Generator<string> {
  const at = `/components/schemas/${name}`;
  const { type, enum: values = [] } = [schema, ...(schema.anyOf ?? [])].find((branch) => branch.enum) ?? {};
  if (type !== "string") yield `${name} does not say that its values are strings.`;
  for (const value of known) {
    if (!values.includes(value)) yield `${name} does not know ${value}.`;
    if (!fits(at, value)) yield `${name} refuses ${value}.`;
  }
  for (const value of values) if (!known.some((one) => one === value)) yield `${name} knows ${value}.`;
  if (fits(at, "a value of tomorrow") === closed) yield `${name} is ${closed ? "open" : "closed"}.`;
  for (const [kind, value] of Object.entries(probes)) {
    if (kind !== "string" && fits(at, value)) yield `${name} takes ${JSON.stringify(value)}.`;
  }
}
