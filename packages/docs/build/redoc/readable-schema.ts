/** Rewrites a schema into the form that Redoc shows without misleading anybody. */
import { follow, isObject, type JsonObject, type OpenApiDocument } from "../contract.ts";

/** Redoc shows conditions as a choice ("One of"). The descriptions say the same rules in prose. */
const CONDITIONS = new Set(["if", "then", "else", "not"]);

/** Returns the schema as it is to be shown. An object that is no schema comes back as it is. */
export function readableSchema(schema: JsonObject, document: OpenApiDocument): JsonObject {
  return withoutNullChoice(withoutConditions(schema), document);
}

function withoutConditions(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !CONDITIONS.has(key)));
}

/** `anyOf: [a schema, null]` becomes that schema with one more type. */
function withoutNullChoice(schema: JsonObject, document: OpenApiDocument): JsonObject {
  const [value, nothing, ...others] = choices(schema);
  if (typeof value?.$ref !== "string" || nothing?.type !== "null" || others.length > 0) return schema;
  const { type } = follow<JsonObject>(document, { $ref: value.$ref });
  if (typeof type !== "string") return schema;
  const { anyOf, ...rest } = schema;
  return { ...rest, ...value, type: [type, "null"] };
}

function choices(schema: JsonObject): JsonObject[] {
  return Array.isArray(schema.anyOf) ? schema.anyOf.filter(isObject) : [];
}
