/** The copy of the contract that Redoc shows. The document that readers download stays as it is. */
import { isObject, type Json, type JsonObject, type OpenApiDocument } from "../contract.ts";
import { readableSchema } from "./readable-schema.ts";

/** Extensions that Redoc itself gives a meaning to. All others are for tools, not for readers. */
const REDOC_EXTENSIONS = new Set(["x-displayName", "x-enumDescriptions", "x-tagGroups"]);

/** Below these keywords, keys are names that somebody chose, never keywords. */
const NAME_MAPS = new Set([
  "content",
  "examples",
  "headers",
  "parameters",
  "paths",
  "properties",
  "responses",
  "schemas",
  "scopes",
  "securitySchemes",
  "variables",
  "webhooks",
]);

/** Below these keywords there is data, which is shown as it is. */
const DATA = new Set(["const", "default", "enum", "example", "value"]);

/**
 * Returns a copy of the document for Redoc: every schema in the form that Redoc shows best, no extensions that
 * only tools read, the schemas in alphabetical order. The copy is for reading; do not validate with it.
 */
export function displayCopy(document: OpenApiDocument): OpenApiDocument {
  // Copying rewrites schemas and leaves out extensions: what is left is still an OpenAPI document.
  const copy = copyObject(document as unknown as JsonObject, document) as unknown as OpenApiDocument;
  const schemas = Object.entries(copy.components?.schemas ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...copy,
    components: { ...copy.components, schemas: Object.fromEntries(schemas) },
  };
}

function copyValue(value: Json, document: OpenApiDocument): Json {
  if (Array.isArray(value)) return value.map((item) => copyValue(item, document));
  return isObject(value) ? copyObject(value, document) : value;
}

function copyObject(object: JsonObject, document: OpenApiDocument): JsonObject {
  const shown = Object.entries(readableSchema(object, document)).filter(
    ([key]) => !key.startsWith("x-") || REDOC_EXTENSIONS.has(key),
  );
  return Object.fromEntries(
    shown.map(([key, value]) => {
      if (DATA.has(key) || (key === "examples" && Array.isArray(value))) return [key, value];
      const copy = NAME_MAPS.has(key) && isObject(value) ? copyNames : copyValue;
      return [key, copy(value, document)];
    }),
  );
}

function copyNames(names: Json, document: OpenApiDocument): Json {
  return Object.fromEntries(
    Object.entries(names ?? {}).map(([name, value]) => [name, copyValue(value, document)]),
  );
}
