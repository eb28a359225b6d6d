/** Says in words what a schema allows. */
import { isObject, type Json, type JsonObject } from "../contract.ts";

/** The type of a schema in one phrase, with links to the schemas it names. */
export function typeOf(schema: Json | undefined): string {
  if (!isObject(schema)) return "any value";
  if (typeof schema.$ref === "string") {
    const name = schema.$ref.replace("#/components/schemas/", "");
    return `[\`${name}\`](schema:${name})`;
  }
  for (const key of ["anyOf", "oneOf"] as const) {
    const choices = schema[key];
    if (Array.isArray(choices)) return [...new Set(choices.map(typeOf))].join(" or ");
  }
  if (schema.const !== undefined) return code(schema.const);
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? "any value"];
  return types.map((type) => oneType(String(type), schema)).join(" or ");
}

function oneType(type: string, schema: JsonObject): string {
  if (type === "array") return `array of ${typeOf(schema.items)}`;
  if (type === "object" && isObject(schema.additionalProperties)) {
    return `object with values of ${typeOf(schema.additionalProperties)}`;
  }
  return typeof schema.format === "string" && type === "string" ? `string (${schema.format})` : type;
}

/** What a schema asks of a value besides its type: `at most 100 characters`. */
export function limitsOf(schema: JsonObject): string[] {
  const say = (keyword: string, text: (value: string) => string) =>
    typeof schema[keyword] === "number" ? [text(schema[keyword].toLocaleString("en"))] : [];
  return [
    ...say("minLength", (value) => `at least ${value} characters`),
    ...say("maxLength", (value) => `at most ${value} characters`),
    ...say("minimum", (value) => `at least ${value}`),
    ...say("maximum", (value) => `at most ${value}`),
    ...say("exclusiveMinimum", (value) => `above ${value}`),
    ...say("minItems", (value) => `at least ${value} items`),
    ...say("maxItems", (value) => `at most ${value} items`),
    ...(schema.uniqueItems === true ? ["each item once"] : []),
    ...(typeof schema.pattern === "string" ? [`matches ${code(schema.pattern)}`] : []),
  ];
}

/** A value as inline code. */
export function code(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const fence = text.includes("`") ? "``" : "`";
  return `${fence}${text}${fence}`;
}
