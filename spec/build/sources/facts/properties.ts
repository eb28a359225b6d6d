import { resolveObject } from "../../../model/document.ts";
import { getIn, isObject, itemsIn, type JsonObject } from "../../../model/json.ts";
import { itemsOf } from "../../../model/schemas.ts";
import { type ContractView, type Found, variantsOf } from "../contract-view.ts";

/** A property as far as sources speak of it. */
export interface StatedProperty {
  readonly node: JsonObject;
  readonly required: boolean;
  readonly readOnly: boolean;
}

/** What was found before, by schema and path. */
const found = new WeakMap<ContractView, Map<string, Found<StatedProperty> | undefined>>();

/** The property at a path of names below a component schema. Arrays on the way are entered. */
export function findProperty(
  contract: ContractView,
  schemaName: string,
  path: readonly string[],
): Found<StatedProperty> | undefined {
  const known = found.get(contract) ?? new Map();
  found.set(contract, known);
  const key = [schemaName, ...path].join("\n");
  if (!known.has(key)) known.set(key, lookUp(contract, schemaName, path));
  return known.get(key);
}

function lookUp(
  contract: ContractView,
  schemaName: string,
  path: readonly string[],
): Found<StatedProperty> | undefined {
  const schema = contract.schema(schemaName);
  if (!schema) return undefined;
  const { document } = schema;
  let node: unknown = schema.value;
  let required = false;
  let readOnly = false;
  for (const name of path) {
    const parts = variantsOf(document, itemsOf(document, node) ?? node).flat();
    node = parts.map((part) => getIn(part.properties, name)).find((declared) => declared !== undefined);
    if (!isObject(node)) return undefined;
    required = parts.some((part) => itemsIn(part.required).includes(name));
    // What is inside of something read-only is so, too.
    readOnly ||= [node, resolveObject(document, node)].some((part) => part.readOnly === true);
  }
  return isObject(node) ? { document, value: { node, required, readOnly } } : undefined;
}
