/** Says in words what a schema allows. */
import { isObject, itemsIn, type JsonObject, refName } from "@partner-referrals/spec/model";
import { code } from "../content/markdown.ts";

/** The type of a schema in one phrase, with links to the schemas it names. */
export function typePhrase(schema: unknown): string {
  if (!isObject(schema)) return "any value";
  if (typeof schema.$ref === "string") {
    const name = refName(schema.$ref);
    return `[\`${name}\`](schema:${name})`;
  }
  for (const choices of [schema.anyOf, schema.oneOf].filter(Array.isArray)) {
    return [...new Set(choices.map(typePhrase))].join(" or ");
  }
  if (schema.const !== undefined) return code(schema.const);
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? "any value"];
  return types.map((type) => oneType(String(type), schema)).join(" or ");
}

function oneType(type: string, schema: JsonObject): string {
  if (type === "array") return `array of ${typePhrase(schema.items)}`;
  if (type === "object" && isObject(schema.additionalProperties)) {
    return `object with values of ${typePhrase(schema.additionalProperties)}`;
  }
  return typeof schema.format === "string" && type === "string" ? `string (${schema.format})` : type;
}

/** What a schema asks of a value besides its type: `at most 100 characters`. */
export function limitsOf(schema: unknown): string[] {
  if (!isObject(schema)) return [];
  const limit = (keyword: string, phrase: (value: string) => string) =>
    typeof schema[keyword] === "number" ? [phrase(schema[keyword].toLocaleString("en"))] : [];
  return [
    ...limit("minLength", (value) => `at least ${value} characters`),
    ...limit("maxLength", (value) => `at most ${value} characters`),
    ...limit("minimum", (value) => `at least ${value}`),
    ...limit("maximum", (value) => `at most ${value}`),
    ...limit("exclusiveMinimum", (value) => `above ${value}`),
    ...limit("minItems", (value) => `at least ${value} items`),
    ...limit("maxItems", (value) => `at most ${value} items`),
    ...(schema.uniqueItems === true ? ["each item once"] : []),
    ...(typeof schema.pattern === "string" ? [`matches ${code(schema.pattern)}`] : []),
    ...(itemsIn(schema.required).length > 0 && schema.properties === undefined
      ? [`requires ${itemsIn(schema.required).map(code).join(", ")}`]
      : []),
  ];
}

/** The contract ends the description of an open enumeration with its known values; the page has a table of them. */
export function withoutValueList(description: string): string {
  return description.replace(/\n\nKnown values[;:].*$/s, "").trim();
}
