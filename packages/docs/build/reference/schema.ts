/** One schema of the reference, as Markdown. */
import { isObject, type Json, type JsonObject } from "../contract.ts";
import type { Sources } from "../evidence.ts";
import type { Reader } from "../page.ts";
import { markdownTable } from "../tables/markdown.ts";
import { heading } from "./heading.ts";
import { schemaRoute } from "./routes.ts";
import { code, limitsOf, typeOf } from "./schema-type.ts";

export function schemaSection(reader: Reader, name: string, schema: JsonObject, sources: Sources): string {
  return [
    heading(reader, 3, name, schemaRoute(name)),
    text(schema.description),
    `Type: ${[typeOf(schema), ...limitsOf(schema)].join(", ")}.`,
    sources.schema(name),
    valueTable(schema),
    propertyTable(name, schema, sources),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function propertyTable(name: string, schema: JsonObject, sources: Sources): string {
  if (!isObject(schema.properties)) return "";
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const rows = Object.entries(schema.properties).map(([property, value]) => {
    const details = isObject(value) ? value : {};
    const traits = [
      ...(required.has(property) ? ["required"] : []),
      ...(details.readOnly === true ? ["read-only"] : []),
      ...(details.writeOnly === true ? ["write-only"] : []),
      ...(details.deprecated === true ? ["deprecated"] : []),
      ...limitsOf(details),
    ];
    return [
      code(property),
      [typeOf(value), ...traits].join(", "),
      text(details.description),
      sources.property(name, property),
    ];
  });
  return markdownTable(["Property", "Type", "Description", "Source"], rows);
}

function valueTable(schema: JsonObject): string {
  const values = listValues(schema);
  if (values.length === 0) return "";
  const meanings = isObject(schema["x-enumDescriptions"]) ? schema["x-enumDescriptions"] : {};
  if (Object.keys(meanings).length === 0) return `Values: ${values.map(code).join(", ")}.`;
  return markdownTable(
    ["Value", "Meaning"],
    values.map((value) => [code(value), text(meanings[String(value)])]),
  );
}

function listValues(schema: JsonObject): readonly Json[] {
  // The description of an open enumeration has its known values.
  return Array.isArray(schema.enum) ? schema.enum : [];
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value.trim() : "";
}
