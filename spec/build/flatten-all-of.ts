import { type Document, type Schema, schemaNamed, schemaNameFromRef } from "./document.ts";

/**
 * Merges the property lists that a schema shares with others through `allOf` into the schema itself.
 *
 * In the sources `allOf` keeps each property written once. Generators, renderers and validators all do better with one
 * flat list, so the published document has that.
 */
export function flattenAllOf(document: Document): void {
  const parts = new Set<string>();
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (!schema.allOf) continue;
    const names = schema.allOf.map(({ $ref }) => schemaNameFromRef($ref ?? ""));
    for (const part of names) parts.add(part);
    flatten(
      name,
      schema,
      names.map((part) => schemaNamed(document, part)),
    );
  }
  for (const part of parts) delete document.components.schemas[part];
}

function flatten(name: string, schema: Schema, parts: Schema[]): void {
  const properties: Record<string, Schema> = {};
  for (const part of parts) {
    if (part.allOf) throw new Error(`${name} includes a schema that itself has allOf.`);
    for (const [property, value] of Object.entries(part.properties ?? {})) {
      if (property in properties) throw new Error(`${name} gets the property ${property} from two schemas.`);
      properties[property] = structuredClone(value);
    }
  }
  // A schema whose body may carry what the service sets says so; there these properties are not read-only.
  if (schema["x-accepts-read-only"]) for (const value of Object.values(properties)) delete value.readOnly;
  delete schema["x-accepts-read-only"];
  delete schema.allOf;
  schema.properties = { ...properties, ...schema.properties };
  if (schema.unevaluatedProperties === false) {
    delete schema.unevaluatedProperties;
    schema.additionalProperties = false;
  }
}
