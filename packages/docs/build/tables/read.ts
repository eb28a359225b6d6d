/** What the tables and diagrams read from the contract. */
import { follow, isObject, type Json, type JsonObject, type OpenApiDocument } from "../contract.ts";

export type Contract = OpenApiDocument;

/** What the contract's `x-state-machine` says of one status. */
export interface State {
  readonly transitions: readonly string[];
  readonly substatuses: readonly string[];
  readonly final?: boolean;
}

/** @throws Error when the contract has no such schema. */
export function schema(contract: Contract, name: string): JsonObject {
  return component(contract, "schemas", name);
}

/** @throws Error when the contract has no such component. */
export function component(contract: Contract, kind: string, name: string): JsonObject {
  return follow<JsonObject>(contract, { $ref: `#/components/${kind}/${name}` });
}

/** The status table, in the order of the contract. */
export function stateMachine(contract: Contract): [string, State][] {
  const machine = schema(contract, "ReferralStatus")["x-state-machine"];
  if (!isObject(machine)) throw new Error("ReferralStatus has no x-state-machine.");
  // The lint rules of the spec package check the shape of x-state-machine.
  return Object.entries(machine) as unknown as [string, State][];
}

/** The values that a schema lists, whether it is closed or open to others. */
export function knownValues(contract: Contract, name: string): string[] {
  return valuesOf(contract, schema(contract, name));
}

/** The values that a schema lists where it stands, or where it leads to. */
export function valuesOf(contract: Contract, value: Json | undefined): string[] {
  const { enum: closed = [], "x-extensible-enum": open = [], anyOf = [] } = resolved(contract, value);
  return [closed, open, anyOf]
    .flat()
    .flatMap((part) => (isObject(part) ? valuesOf(contract, part) : [String(part)]));
}

/** A schema, or what it refers to; empty where there is none. */
export function resolved(contract: Contract, value: Json | undefined): JsonObject {
  if (!isObject(value)) return {};
  return typeof value.$ref === "string" ? follow<JsonObject>(contract, { $ref: value.$ref }) : value;
}

/** What the contract says of each value of a schema. */
export function valueDescriptions(contract: Contract, name: string): Readonly<Record<string, string>> {
  return texts(schema(contract, name)["x-enumDescriptions"]);
}

function texts(value: Json | undefined): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}

/** A text of the contract. @throws Error when it is missing, so that no table has empty cells. */
export function textOf(object: JsonObject, name = "description"): string {
  const text = object[name];
  if (typeof text === "string") return text.trim();
  throw new Error(
    `The contract gives no ${name} where a table needs one: ${JSON.stringify(object).slice(0, 80)}`,
  );
}

/**
 * Advice that is written by hand, looked up by a name of the contract.
 *
 * @throws Error when the contract has a name without advice, or there is advice for a name that it does not have.
 */
export function covering<Advice>(
  names: readonly string[],
  advice: Readonly<Record<string, Advice>>,
): (name: string) => Advice {
  const missing = names.filter((name) => !Object.hasOwn(advice, name));
  const unknown = Object.keys(advice).filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`Nothing is written about ${missing.join(", ")}.`);
  if (unknown.length > 0) throw new Error(`The contract does not have ${unknown.join(", ")}.`);
  return (name) => {
    const found = advice[name];
    if (found === undefined) throw new Error(`Nothing is written about ${name}.`);
    return found;
  };
}
