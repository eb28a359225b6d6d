import { type OpenApiDocument, refName, walk as walkModel } from "../model/document.ts";

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

/** A document as the model reads it. */
export function asReadOnly(document: Document): OpenApiDocument {
  // A cast, because the build's type of a document names only what it edits.
  return document as unknown as OpenApiDocument;
}

/** A document as the build edits it. */
export function asEditable(document: OpenApiDocument): Document {
  // A cast, because the model reads only.
  return document as unknown as Document;
}

const prefix = "#/components/schemas/";

/** The component schema that `reference` names. @throws Error when there is none. */
export function schemaNamed(document: Document, name: string): Schema {
  const schema = document.components.schemas[name];
  if (!schema) throw new Error(`There is no schema named ${name}.`);
  return schema;
}

/** The name in a reference to a component schema. @throws Error on any other reference. */
export function schemaNameFromRef(reference: string): string {
  if (!reference.startsWith(prefix)) throw new Error(`${reference} does not name a component schema.`);
  return refName(reference);
}

/** Calls `visit` with every object at and below `value`, parents first. */
export function walk(value: unknown, visit: (node: Record<string, unknown>) => void): void {
  // A cast, because the model reads only, and the build edits.
  walkModel(value, (node) => visit(node as Record<string, unknown>));
}
