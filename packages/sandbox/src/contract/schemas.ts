import * as model from "@partner-referrals/spec/model";

export type { Kind } from "@partner-referrals/spec/model";

const { contract } = model;
const propertiesBySchema = new WeakMap<object, ReadonlyMap<string, model.Property>>();

/** A component schema of the contract. */
export function schemaNamed(name: string): model.JsonObject {
  return model.schemaNamed(contract, name);
}

/** The declared properties of an object schema. Cached: filters and patches ask for them with every request. */
export function propertiesOf(schema: unknown): ReadonlyMap<string, model.Property> {
  const node = model.resolveObject(contract, schema);
  const cached = propertiesBySchema.get(node) ?? model.propertiesOf(contract, node);
  propertiesBySchema.set(node, cached);
  return cached;
}

/** The schema of an array's items. */
export function itemsOf(schema: unknown): model.JsonObject | undefined {
  return model.itemsOf(contract, schema);
}

/** The kind of value that a schema describes. */
export function kindOf(schema: unknown): model.Kind {
  return model.kindOf(contract, schema);
}
