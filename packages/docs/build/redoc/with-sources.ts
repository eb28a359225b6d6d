/** Adds to descriptions what they rest on, as Redoc has no place of its own for that. */
import {
  follow,
  isObject,
  type Json,
  type JsonObject,
  type OpenApiDocument,
  type PathItem,
} from "../contract.ts";
import type { Sources } from "../evidence.ts";

/** Returns the document with the sources of operations and schemas, and of properties that no document describes. */
export function withSources(document: OpenApiDocument, sources: Sources): OpenApiDocument {
  const schemas = Object.entries(document.components?.schemas ?? {}).map(([name, schema]): [string, Json] => [
    name,
    // Redoc repeats the description of any other schema at each property that refers to it.
    isObject(schema) && isObject(schema.properties)
      ? schemaWithSources(document, name, schema, sources)
      : schema,
  ]);
  return {
    ...document,
    paths: itemsWithSources(document.paths, sources),
    ...(document.webhooks ? { webhooks: itemsWithSources(document.webhooks, sources) } : {}),
    components: { ...document.components, schemas: Object.fromEntries(schemas) },
  };
}

function itemsWithSources(
  items: Readonly<Record<string, PathItem>>,
  sources: Sources,
): Record<string, PathItem> {
  const operation = (value: unknown): unknown =>
    isOperation(value)
      ? {
          ...value,
          description: add(value.description, `**Sources.** ${sources.operation(value.operationId)}`),
        }
      : value;
  return Object.fromEntries(
    Object.entries(items).map(([path, item]) => [
      path,
      Object.fromEntries(Object.entries(item).map(([key, value]) => [key, operation(value)])),
    ]),
  );
}

function isOperation(value: unknown): value is { operationId: string; description?: Json } {
  return typeof value === "object" && value !== null && "operationId" in value;
}

function schemaWithSources(
  document: OpenApiDocument,
  name: string,
  schema: JsonObject,
  sources: Sources,
): JsonObject {
  const properties = Object.entries(isObject(schema.properties) ? schema.properties : {});
  return {
    ...schema,
    description: add(schema.description, `**Sources.** ${sources.schema(name)}`),
    properties: Object.fromEntries(properties.map(([key, value]) => [key, noted(key, value)])),
  };

  function noted(property: string, value: Json): Json {
    const source = sources.property(name, property);
    if (!isObject(value) || !/^(observed|inferred)/.test(source)) return value;
    // A description beside a reference takes the place of the one it refers to.
    const { description } =
      typeof value.$ref === "string" ? follow<JsonObject>(document, { $ref: value.$ref }) : value;
    return { ...value, description: add(value.description ?? description, sentence(source)) };
  }
}

function sentence(source: string): string {
  return `**Source:** ${source.replace(/\.$/, "")}.`;
}

function add(description: Json | undefined, text: string): string {
  return `${typeof description === "string" ? description.trimEnd() : ""}\n\n${text}`.trim();
}
