import { joinPointer } from "@partner-referrals/spec/model";
import { type Contract, componentName, hasMembers, type Schema } from "../contract/contract.ts";

/**
 * Pointer to the first member of a value that validates but is not declared: an unknown property, or a string beside the
 * known values. A swapped reference often leaves no other trace, since most schemas are open.
 */
export function findUndeclared(
  contract: Contract,
  schema: Schema,
  value: unknown,
  pointer = "",
): string | undefined {
  const name = componentName(schema);
  if (name !== undefined)
    return findUndeclared(contract, contract.components.schemas[name] ?? {}, value, pointer);
  if (schema.anyOf) {
    const found = schema.anyOf.map((branch) => findUndeclared(contract, branch, value, pointer));
    return found.includes(undefined) ? undefined : (found[0] ?? pointer);
  }
  const known = schema.enum ?? schema["x-extensible-enum"];
  if (Array.isArray(known)) return known.includes(value) ? undefined : pointer;
  // A schema that says nothing of its type is there for what nobody can describe.
  if (schema.type === undefined && !schema.properties) return undefined;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return pointer;
    return value
      .map((item, index) => findUndeclared(contract, items, item, joinPointer(pointer, index)))
      .find((found) => found !== undefined);
  }
  if (!hasMembers(value) || (schema.type === "object" && !schema.properties)) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const property = schema.properties?.[key];
    if (!property) return joinPointer(pointer, key);
    const found = findUndeclared(contract, property, member, joinPointer(pointer, key));
    if (found !== undefined) return found;
  }
  return undefined;
}
