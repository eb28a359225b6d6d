/** The parts of an OpenAPI document that the build reads and writes. Everything else passes through untouched. */
export interface Schema {
  [keyword: string]: unknown;
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: string[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
}

export interface Document {
  [key: string]: unknown;
  info: { description: string; version: string };
  components: { schemas: Record<string, Schema> };
}

const prefix = "#/components/schemas/";

/** The component schema that `reference` names. Throws when there is none. */
export function schemaNamed(document: Document, name: string): Schema {
  const schema = document.components.schemas[name];
  if (!schema) throw new Error(`There is no schema named ${name}.`);
  return schema;
}

/** The name in a reference to a component schema. Throws on any other reference. */
export function nameIn(reference: string): string {
  if (!reference.startsWith(prefix)) throw new Error(`${reference} does not name a component schema.`);
  return reference.slice(prefix.length);
}

/** Calls `visit` with every object below `value`, parents first. */
export function walk(value: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  // A cast, because TypeScript knows of a non-null object only that it has no known properties.
  const node = value as Record<string, unknown>;
  visit(node);
  for (const child of Object.values(node)) walk(child, visit);
}
