import { itemsOf, kindOf, propertiesOf, schemaNamed } from "../contract/schemas.ts";
import type { PropertyOperand } from "../store/condition.ts";
import { ODataSyntaxError, type Path } from "./syntax.ts";

/** The variables of the lambdas around an expression, innermost last. */
export interface Scope {
  readonly variables: readonly Variable[];
}

interface Variable {
  readonly name: string;
  /** The schema of the items that it stands for. */
  readonly schema: unknown;
}

/** A property that the contract declares. */
export interface ResolvedProperty {
  readonly operand: PropertyOperand;
  readonly schema: unknown;
}

export const referralScope: Scope = { variables: [] };
const referral = schemaNamed("Referral");
/** Responses have them, but they are not stored. */
const unstored = ["links", "@odata.context"];

/**
 * Finds a property in the contract.
 *
 * @param options with `stored: false`, also one that responses have and the store does not
 * @throws an {@link ODataSyntaxError} when the contract has no such property.
 */
export function resolveProperty(
  path: Path,
  { variables }: Scope,
  { stored }: { readonly stored: boolean } = { stored: true },
): ResolvedProperty {
  const [first = "", ...rest] = path.segments;
  const lambda = variables.findLastIndex(({ name }) => name === first);
  if (stored && lambda < 0 && unstored.includes(first)) throw unknownProperty(path, first);
  const names = lambda < 0 ? path.segments : rest;
  let schema: unknown = lambda < 0 ? referral : variables[lambda]?.schema;
  for (const name of names) {
    const property = propertiesOf(schema).get(name);
    if (property === undefined) throw unknownProperty(path, name);
    schema = property.node;
  }
  const kind = names.length === 0 && lambda < 0 ? "any" : kindOf(schema);
  const operand: PropertyOperand = { type: "property", path: names, kind, ...(lambda >= 0 && { lambda }) };
  return { operand, schema };
}

/**
 * Finds a property that holds a single value.
 *
 * @throws an {@link ODataSyntaxError} when it holds an object or an array, or is unknown.
 */
export function resolveValue(path: Path, scope: Scope): PropertyOperand {
  const { operand } = resolveProperty(path, scope);
  if (operand.kind === "object" || operand.kind === "array")
    throw new ODataSyntaxError(`${path.segments.join("/")} is not a single value`, path.position);
  return operand;
}

/** The schema of a collection's items. */
export function resolveItems(path: Path, { operand, schema }: ResolvedProperty): unknown {
  if (operand.kind !== "array")
    throw new ODataSyntaxError(`${path.segments.join("/")} is not a collection`, path.position);
  return itemsOf(schema);
}

function unknownProperty(path: Path, name: string): ODataSyntaxError {
  return new ODataSyntaxError(`there is no property ${name} to use here`, path.position);
}
