import { getIn, getOwn, isObject, itemsIn, type JsonObject, resolve } from "@partner-referrals/spec/model";

/**
 * A copy of a response body without the properties that only requests have. Prism keeps them, both in the examples of the
 * contract and in what it generates from schemas.
 */
export function withoutWriteOnly(document: JsonObject, schema: unknown, value: unknown): unknown {
  return strip(document, [schema], value);
}

/** `schemas` are all those that apply to the value. */
function strip(document: JsonObject, schemas: readonly unknown[], value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const applying = schemas.flatMap((schema) => flatten(document, schema));
  if (Array.isArray(value)) {
    const items = applying.map((schema) => getOwn(schema, "items"));
    return value.map((item) => strip(document, items, item));
  }
  const readable = Object.entries(value).flatMap(([name, member]) => {
    const declared = applying.map((schema) => resolve(document, getIn(schema, "properties", name)));
    return declared.some((schema) => getOwn(schema, "writeOnly") === true)
      ? []
      : [[name, strip(document, declared, member)]];
  });
  return Object.fromEntries(readable);
}

/** A schema and the ones it is composed of. */
function flatten(document: JsonObject, schema: unknown): unknown[] {
  const resolved = resolve(document, schema);
  if (!isObject(resolved)) return [];
  const parts = [resolved.allOf, resolved.anyOf, resolved.oneOf].flatMap(itemsIn);
  return [resolved, ...parts.flatMap((part) => flatten(document, part))];
}
