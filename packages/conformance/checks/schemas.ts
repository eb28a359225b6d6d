import { type Case, readSchemaCases } from "../contract/cases.ts";
import { isObject, nameIn, type Schema } from "../contract/document.ts";
import { below, keysIn, valueAt, withValue } from "../contract/json.ts";
import type { Check, Subject } from "./check.ts";
import { notMeant } from "./meant.ts";
import { variantsOf } from "./variants.ts";

const cases = readSchemaCases();

/** Every schema takes and refuses what `cases/schemas` says. */
export const schemas: Check = function* (subject) {
  const all = subject.contract.components.schemas;
  for (const name of cases.keys()) if (!all[name]) yield `There are cases for ${name}, but no such schema.`;
  for (const name of subject.names) {
    const [schema, one] = [all[name], cases.get(name)];
    if (!schema) continue;
    if (!one) yield `${name} has no case in cases/schemas. Say there what fits it and what does not.`;
    else if (!one.known) yield* checkCase(name, schema, one, subject);
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
  for (const { pointer, value, isTaken } of variantsOf(one)) {
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
