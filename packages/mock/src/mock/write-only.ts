import { type OpenApiDocument, resolve } from "../contract/document.ts";
import { at, isObject } from "../json.ts";

/**
 * A copy of a response body without the properties that only requests have. Prism leaves them in, both in the examples
 * of the contract and in what it makes up from schemas.
 */
export function withoutWriteOnly(document: OpenApiDocument, schema: unknown, value: unknown): unknown {
  return strip(document, [schema], value);
}

/** `schemas` are all those that apply to the value. */
function strip(document: OpenApiDocument, schemas: readonly unknown[], value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const applying = schemas.flatMap((schema) => flatten(document, schema));
  if (Array.isArray(value)) {
    const items = applying.map((schema) => at(schema, "items"));
    return value.map((item) => strip(document, items, item));
  }
  const kept = Object.entries(value).flatMap(([name, member]) => {
    const declared = applying.map((schema) => resolve(document, at(schema, "properties", name)));
    return declared.some((schema) => at(schema, "writeOnly") === true)
      ? []
      : [[name, strip(document, declared, member)]];
  });
  return Object.fromEntries(kept);
}

/** A schema and the ones it is put together from. */
function flatten(document: OpenApiDocument, schema: unknown): unknown[] {
  const resolved = resolve(document, schema);
  if (!isObject(resolved)) return [];
  const parts = ["allOf", "anyOf", "oneOf"].flatMap((keyword) => resolved[keyword] ?? []);
  return [resolved, ...parts.flatMap((part) => flatten(document, part))];
}
