import { getByPointer, isObject, joinPointer } from "@partner-referrals/spec/model";
import { type Case, readSchemaCases } from "../contract/cases.ts";
import type { Schema } from "../contract/contract.ts";
import { withValue } from "../contract/values.ts";
import type { Check, ContractUnderTest } from "./check.ts";
import { findUndeclared } from "./find-undeclared.ts";
import { variantsOf } from "./variants.ts";

const cases = readSchemaCases();

/** Every schema that is no enumeration accepts and rejects what `cases/schemas` says. */
export const schemas: Check = function* (subject) {
  const all = subject.contract.components.schemas;
  for (const name of cases.keys()) if (!all[name]) yield `cases/schemas has ${name}, which is no schema.`;
  for (const name of subject.names) {
    const [schema, one] = [all[name], cases.get(name)];
    if (!schema) continue;
    if (one) yield* checkCase(name, schema, one, subject);
    else if (!isEnumeration(schema))
      yield `cases/schemas has no ${name}. Say there what it accepts and rejects.`;
  }
};

function isEnumeration(schema: Schema): boolean {
  return Array.isArray(schema.enum ?? schema["x-extensible-enum"]);
}

function* checkCase(name: string, schema: Schema, one: Case, subject: ContractUnderTest): Generator<string> {
  const { valid, required = [], forbidden = [] } = one;
  const at = `/components/schemas/${name}`;
  const accepts = (value: unknown) => subject.accepts(at, value);
  if (!accepts(valid)) {
    yield `${name} rejects its valid case.`;
    return;
  }
  const undeclared = findUndeclared(subject.contract, schema, valid);
  if (undeclared !== undefined) yield `${name}${undeclared} of its valid case is not declared.`;
  if (isObject(valid)) {
    for (const property of required) {
      if (accepts(withValue(valid, joinPointer("", property), undefined)))
        yield `${name} does not require ${property}.`;
    }
    const least = Object.fromEntries(required.map((property) => [property, valid[property]]));
    if (!accepts(least)) yield `${name} requires more than ${required.join(", ")}.`;
    for (const property of forbidden)
      if (accepts({ ...valid, [property]: {} })) yield `${name} accepts ${property}.`;
    const isOpen = accepts({ ...valid, aNewProperty: 1 });
    if (isOpen === !!one.closed) yield `${name} ${isOpen ? "accepts" : "rejects"} unknown properties.`;
    yield* checkMarks(name, schema, one);
  }
  for (const { pointer, value, isAccepted } of variantsOf(one)) {
    // The bounds of a number do not rest on its format.
    const isNumber = typeof value === "number" && typeof getByPointer(valid, pointer) === "number";
    const validator = isNumber && !isAccepted ? subject.acceptsAnyFormat : subject.accepts;
    if (validator(at, withValue(valid, pointer, value)) !== isAccepted) {
      yield `${name} ${isAccepted ? "rejects" : "accepts"} ${JSON.stringify(value)?.slice(0, 60)} at "${pointer}".`;
    }
  }
}

/** Properties that only the service sets, and immutable ones, are marked; of those that the case has, no others are. */
function* checkMarks(name: string, { properties = {} }: Schema, one: Case): Generator<string> {
  for (const [property, schema] of Object.entries(properties)) {
    if (!isObject(one.valid) || !(property in one.valid)) continue;
    const isReadOnly = one.readOnly?.includes(property) ?? false;
    if ((schema.readOnly === true) !== isReadOnly)
      yield `${name}.${property} is ${isReadOnly ? "not " : ""}read-only.`;
    const isImmutable = one.immutable?.includes(property) ?? false;
    if ((schema["x-ms-mutability"] !== undefined) !== isImmutable)
      yield `${name}.${property} is ${isImmutable ? "not " : ""}immutable.`;
    if (schema.writeOnly) yield `${name}.${property} is write-only.`;
  }
}
