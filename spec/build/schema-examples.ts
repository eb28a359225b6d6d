import { resolveObject } from "../model/document.ts";
import { examplesOf } from "../model/examples.ts";
import { isObject, itemsIn } from "../model/json.ts";
import { listOperations, listWebhooks } from "../model/operations.ts";
import { asReadOnly, type Document, schemaNameFromRef } from "./document.ts";

const schemaPrefix = "#/components/schemas/";

/**
 * Gives each component schema without an example the first value that an example of a request or a response has for it; an
 * enumeration its first value.
 */
export function addSchemaExamples(document: Document): void {
  const found = collectValues(document);
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    const listed = [...itemsIn(schema.enum), ...itemsIn(schema["x-extensible-enum"])];
    // The first value of many enumerations stands for none.
    const value = found.get(name) ?? listed.find((one) => one !== "None") ?? listed[0];
    if (schema.examples === undefined && value !== undefined) schema.examples = [structuredClone(value)];
  }
}

function collectValues(document: Document): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const model = asReadOnly(document);
  for (const { requestBody, responses } of [...listOperations(model), ...listWebhooks(model)]) {
    for (const { content } of [...(requestBody ? [requestBody] : []), ...responses.values()]) {
      for (const media of content)
        for (const { value } of examplesOf(model, media)) visit(media.schema, value);
    }
  }
  for (const schema of Object.values(document.components.schemas))
    for (const value of itemsIn(schema.examples)) visit(schema, value);
  return found;

  function visit(schema: unknown, value: unknown): void {
    if (!isObject(schema) || value === null) return;
    const { $ref } = schema;
    if (typeof $ref === "string" && $ref.startsWith(schemaPrefix)) {
      const name = schemaNameFromRef($ref);
      if (!found.has(name)) found.set(name, value);
    }
    const { properties, items, anyOf } = resolveObject(model, schema);
    for (const branch of itemsIn(anyOf)) visit(branch, value);
    if (Array.isArray(value)) for (const item of value) visit(items, item);
    if (!isObject(value) || !isObject(properties)) return;
    for (const [name, property] of Object.entries(properties)) visit(property, value[name] ?? null);
  }
}
