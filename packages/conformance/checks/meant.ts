import { type Contract, isObject, nameIn, type Schema } from "../contract/document.ts";
import { below } from "../contract/json.ts";

/**
 * Where a value has what its schema lets pass but does not name: a property that is not declared, or a string beside the
 * known values. Of a swapped reference this is often the only trace, since most schemas are open.
 */
export function notMeant(
  contract: Contract,
  schema: Schema,
  value: unknown,
  pointer = "",
): string | undefined {
  const name = nameIn(schema);
  if (name !== undefined) return notMeant(contract, contract.components.schemas[name] ?? {}, value, pointer);
  if (schema.anyOf) {
    // Any string beside known values is there for the values that nobody knows yet.
    const named = schema.anyOf.filter((branch) => branch.enum || branch.$ref);
    const branches = typeof value === "string" && named.length > 0 ? named : schema.anyOf;
    const found = branches.map((branch) => notMeant(contract, branch, value, pointer));
    return found.includes(undefined) ? undefined : (found[0] ?? pointer);
  }
  if (schema.enum) return schema.enum.includes(value) ? undefined : pointer;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return pointer;
    return value
      .map((item, index) => notMeant(contract, items, item, below(pointer, index)))
      .find((found) => found !== undefined);
  }
  if (!isObject(value) || (schema.type === "object" && !schema.properties)) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const property = schema.properties?.[key];
    if (!property) return below(pointer, key);
    const found = notMeant(contract, property, member, below(pointer, key));
    if (found !== undefined) return found;
  }
  return undefined;
}
