import { at, isObject, type JsonObject } from "../json.ts";
import { document, resolve } from "./document.ts";

/** What a property of a referral holds, as far as filters and patches care. */
export type Kind = "string" | "number" | "boolean" | "date-time" | "uuid" | "object" | "array" | "any";

/** A property as the contract declares it. */
export interface Property {
  readonly kind: Kind;
  readonly readOnly: boolean;
  readonly schema: JsonObject;
}

/** The schema of a component. */
export function schemaNamed(name: string): JsonObject {
  return resolve(at(document, "components", "schemas", name));
}

/** The declared properties of an object schema, those of `allOf` and of nullable alternatives among them. */
export function propertiesOf(schema: unknown): Map<string, unknown> {
  const node = resolve(schema);
  const parts = [node.allOf, node.anyOf].flatMap((part) => (Array.isArray(part) ? part : []));
  return new Map([
    ...parts.flatMap((part) => [...propertiesOf(part)]),
    ...Object.entries(isObject(node.properties) ? node.properties : {}),
  ]);
}

/** One declared property of a schema. */
export function propertyOf(schema: unknown, name: string): Property | undefined {
  const declared = propertiesOf(schema).get(name);
  if (declared === undefined) return undefined;
  return { kind: kindOf(declared), readOnly: at(declared, "readOnly") === true, schema: resolve(declared) };
}

/** The schema of an array's items. */
export function itemsOf(schema: unknown): unknown {
  const node = resolve(schema);
  if (node.items !== undefined) return node.items;
  return (Array.isArray(node.anyOf) ? node.anyOf : []).map(itemsOf).find((items) => items !== undefined);
}

/** The kind of value that a schema describes. */
export function kindOf(schema: unknown): Kind {
  const { type, format, allOf, anyOf } = resolve(schema);
  if (format === "date-time" || format === "uuid") return format;
  const [named] = [type].flat().filter((name) => name !== "null");
  switch (named) {
    case "integer":
      return "number";
    case "string":
    case "number":
    case "boolean":
    case "object":
    case "array":
      return named;
    default: {
      const parts = [allOf, anyOf].flatMap((part) => (Array.isArray(part) ? part : []));
      return parts.map(kindOf).find((kind) => kind !== "any") ?? "any";
    }
  }
}
