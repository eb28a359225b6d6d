/** Checks values against the contract in the browser, whose policy allows no compiled validator. */
import type { Schema } from "./operation-data.ts";

export interface Violation {
  /** A JSON pointer; empty for the whole value. */
  readonly pointer: string;
  /** What the value must be: `must be a string`. */
  readonly message: string;
}

/** The keywords that {@link validate} checks. A page is not built from a contract that uses others. */
export const checkedKeywords: readonly string[] = [
  ...["$ref", "type", "enum", "const", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"],
  ...["minLength", "maxLength", "pattern", "format"],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
  ...["items", "minItems", "maxItems", "uniqueItems", "contains"],
  ...["properties", "required", "additionalProperties"],
];

const maxViolations = 20;

const formats: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i,
  uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
};

/** Returns at most 20 violations, none for a valid value. */
export function validate(
  value: unknown,
  schema: Schema,
  schemas: Readonly<Record<string, Schema>>,
): Violation[] {
  return check(value, schema, { schemas, pointer: "" }).slice(0, maxViolations);
}

interface Place {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly pointer: string;
}

function check(value: unknown, schema: Schema, place: Place): Violation[] {
  const fail = (message: string): Violation[] => [{ pointer: place.pointer, message }];
  if (schema.type !== undefined) {
    const types = [schema.type].flat().map(String);
    if (!types.some((type) => isOfType(value, type)))
      return fail(`must be ${types.map(article).join(" or ")}`);
  }
  if (Array.isArray(schema.enum) && !schema.enum.some((one) => isSame(one, value)))
    return fail(`must be one of ${schema.enum.map((one) => JSON.stringify(one)).join(", ")}`);
  if ("const" in schema && !isSame(schema.const, value))
    return fail(`must be ${JSON.stringify(schema.const)}`);
  return [
    ...(typeof schema.$ref === "string" ? check(value, referenced(schema.$ref, place), place) : []),
    ...(typeof value === "string" ? checkString(value, schema).flatMap(fail) : []),
    ...(typeof value === "number" ? checkNumber(value, schema).flatMap(fail) : []),
    ...(Array.isArray(value) ? checkArray(value, schema, place) : []),
    ...(isObject(value) ? checkObject(value, schema, place) : []),
    ...checkCombined(value, schema, place),
  ];
}

function checkString(value: string, schema: Schema): string[] {
  const length = [...value].length;
  const format = formats[String(schema.format)];
  return [
    ...(length < limit(schema.minLength, 0) ? [`must have at least ${schema.minLength} characters`] : []),
    ...(length > limit(schema.maxLength) ? [`must have at most ${schema.maxLength} characters`] : []),
    ...(typeof schema.pattern === "string" && !new RegExp(schema.pattern, "u").test(value)
      ? [`must match ${schema.pattern}`]
      : []),
    ...(format && !format.test(value) ? [`must be a ${schema.format}`] : []),
  ];
}

function checkNumber(value: number, schema: Schema): string[] {
  const above = limit(schema.exclusiveMinimum, Number.NEGATIVE_INFINITY);
  return [
    ...(value < limit(schema.minimum, Number.NEGATIVE_INFINITY)
      ? [`must be at least ${schema.minimum}`]
      : []),
    ...(value > limit(schema.maximum) ? [`must be at most ${schema.maximum}`] : []),
    ...(value <= above ? [`must be above ${above}`] : []),
    ...(value >= limit(schema.exclusiveMaximum) ? [`must be below ${schema.exclusiveMaximum}`] : []),
  ];
}

function checkArray(value: readonly unknown[], schema: Schema, place: Place): Violation[] {
  const fail = (message: string) => ({ pointer: place.pointer, message });
  const { items, contains } = schema;
  const texts = value.map((item) => JSON.stringify(item));
  return [
    ...(value.length < limit(schema.minItems, 0)
      ? [fail(`must have at least ${schema.minItems} items`)]
      : []),
    ...(value.length > limit(schema.maxItems) ? [fail(`must have at most ${schema.maxItems} items`)] : []),
    ...(schema.uniqueItems === true && new Set(texts).size < texts.length
      ? [fail("must not repeat items")]
      : []),
    ...(isObject(items) ? value.flatMap((item, index) => check(item, items, below(place, index))) : []),
    ...(isObject(contains) && !value.some((item) => check(item, contains, place).length === 0)
      ? [fail("lacks an item that the contract requires")]
      : []),
  ];
}

function checkObject(value: Schema, schema: Schema, place: Place): Violation[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const { required = [], additionalProperties } = schema;
  const members = Object.entries(value);
  const missing = (Array.isArray(required) ? required : []).filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => ({ pointer: below(place, String(name)).pointer, message: "is required" })),
    ...members.flatMap(([name, member]) => {
      const inside = below(place, name);
      const property = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      if (isObject(property)) return check(member, property, inside);
      return property === false ? [{ pointer: inside.pointer, message: "is not allowed" }] : [];
    }),
  ];
}

function checkCombined(value: unknown, schema: Schema, place: Place): Violation[] {
  const isValid = (part: unknown) => !isObject(part) || check(value, part, place).length === 0;
  const { allOf = [], not, if: condition } = schema;
  const branch = condition === undefined ? undefined : schema[isValid(condition) ? "then" : "else"];
  return [
    ...(Array.isArray(allOf)
      ? allOf.flatMap((part) => (isObject(part) ? check(value, part, place) : []))
      : []),
    ...checkChoice(value, schema, place),
    ...(not !== undefined && isValid(not)
      ? [{ pointer: place.pointer, message: "is not allowed to be like this" }]
      : []),
    ...(isObject(branch) ? check(value, branch, place) : []),
  ];
}

/** `anyOf` and `oneOf`: what the choice that comes nearest asks for, which is the one of the value's type. */
function checkChoice(value: unknown, schema: Schema, place: Place): Violation[] {
  const key = schema.anyOf ? "anyOf" : "oneOf";
  const choices = Array.isArray(schema[key]) ? schema[key].filter(isObject) : [];
  if (choices.length === 0) return [];
  const outcomes = choices.map((choice) => check(value, choice, place));
  const matching = outcomes.filter(({ length }) => length === 0).length;
  if (key === "anyOf" ? matching > 0 : matching === 1) return [];
  if (matching > 1) return [{ pointer: place.pointer, message: "must match only one of several choices" }];
  const [nearest = []] = outcomes.toSorted(
    (a, b) => Number(isAboutType(a, place)) - Number(isAboutType(b, place)),
  );
  return nearest;
}

function isAboutType(violations: readonly Violation[], { pointer }: Place): boolean {
  return violations.some(
    (one) => one.pointer === pointer && /^must be an? \w+( or an? \w+)*$/.test(one.message),
  );
}

function referenced($ref: string, { schemas }: Place): Schema {
  return schemas[$ref.slice($ref.lastIndexOf("/") + 1)] ?? {};
}

function below(place: Place, token: string | number): Place {
  const escaped = String(token).replaceAll("~", "~0").replaceAll("/", "~1");
  return { ...place, pointer: `${place.pointer}/${escaped}` };
}

function limit(value: unknown, otherwise: number = Number.POSITIVE_INFINITY): number {
  return typeof value === "number" ? value : otherwise;
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function article(type: string): string {
  if (type === "null") return "null";
  return `${/^[aeio]/.test(type) ? "an" : "a"} ${type}`;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
