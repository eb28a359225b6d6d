/** Rules for keywords of JSON Schema that OpenAPI 3.0 does not have. They run before the others, outermost schema first. */
import { type Note, UnsupportedError } from "../changes.ts";
import { isNull, listOf, removeKeywords, type SchemaRule } from "../schema.ts";
import { childrenOf, isNode, type Node } from "../structure.ts";

/** What OpenAPI 3.0 has, and what the other rules turn into that. */
const knownKeywords = new Set([
  ...["$ref", "title", "description", "type", "format", "enum", "default", "example", "nullable"],
  ...["multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"],
  ...["maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "items"],
  ...["maxProperties", "minProperties", "required", "properties", "additionalProperties"],
  ...["allOf", "oneOf", "anyOf", "not", "discriminator", "readOnly", "writeOnly", "xml", "externalDocs"],
  ...["deprecated", "const", "examples", "contentEncoding", "contentMediaType"],
]);

/** Keywords that give a schema an identity: others may refer to it, so that it cannot just go. */
const identityKeywords = ["$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveRef", "$defs"];

/** Rules that say what is valid. Without them more is valid than before. */
const unsupportedConstraints = [
  ...["if", "then", "else", "contains", "minContains", "maxContains", "prefixItems", "propertyNames"],
  ...[
    "patternProperties",
    "unevaluatedProperties",
    "unevaluatedItems",
    "dependentRequired",
    "dependentSchemas",
  ],
  ...["contentSchema"],
];

/** A schema that others can refer to by a name of its own cannot be converted. */
const identity: SchemaRule = {
  name: "schema-identity",
  reason: "OpenAPI 3.0 refers to schemas by their place in the document only.",
  apply(schema, pointer) {
    const found = identityKeywords.find((keyword) => Object.hasOwn(schema, keyword));
    if (found) throw new UnsupportedError(`${pointer}/${found}`, `OpenAPI 3.0 has no ${found}.`);
  },
};

/**
 * `not` goes when what is below it loses a constraint: `not` of something weaker would reject what was valid.
 */
const weakenedNot: SchemaRule = {
  name: "weakened-not",
  reason: "What `not` rules out depends on keywords that OpenAPI 3.0 does not have.",
  apply(schema, pointer, note) {
    if (isNode(schema.not) && losesConstraints(schema.not)) dropKeywords(schema, pointer, note, ["not"]);
  },
};

/** `oneOf` becomes `anyOf` when an alternative loses a constraint: two of them may then be valid at once. */
const weakenedOneOf: SchemaRule = {
  name: "weakened-one-of",
  reason: "The alternatives exclude each other by keywords that OpenAPI 3.0 does not have.",
  apply(schema, pointer, note) {
    const alternatives = listOf(schema, "oneOf");
    if (schema.anyOf !== undefined || !alternatives.some((one) => isNode(one) && losesConstraints(one)))
      return;
    delete schema.oneOf;
    schema.anyOf = alternatives;
    note("weakened", pointer, "oneOf");
  },
};

/** `if`, `then` and `else` go. */
const conditions: SchemaRule = {
  name: "conditions",
  reason: "OpenAPI 3.0 has no `if`, `then` and `else`; the descriptions say these rules in words.",
  apply: (schema, pointer, note) => dropKeywords(schema, pointer, note, ["if", "then", "else"]),
};

/** `additionalProperties: false` goes together with `patternProperties`, whose names it would rule out. */
const patternProperties: SchemaRule = {
  name: "pattern-properties",
  reason: "OpenAPI 3.0 cannot describe properties by a pattern of their names.",
  apply(schema, pointer, note) {
    if (schema.patternProperties === undefined) return;
    dropKeywords(schema, pointer, note, ["patternProperties", "additionalProperties"]);
  },
};

/** `prefixItems` goes, together with `items`, which would then be about the first items too. */
const prefixItems: SchemaRule = {
  name: "prefix-items",
  reason: "OpenAPI 3.0 has one schema for all items of an array.",
  apply(schema, pointer, note) {
    if (schema.prefixItems === undefined) return;
    dropKeywords(schema, pointer, note, ["prefixItems", "items"]);
  },
};

/** Content that is Base64 or binary has a format in 3.0. */
const encodedContent: SchemaRule = {
  name: "encoded-content",
  reason: "OpenAPI 3.0 says `format: byte` or `format: binary`.",
  apply(schema, pointer, note) {
    const names = removeKeywords(schema, ["contentEncoding", "contentMediaType"]);
    if (names.length === 0) return;
    const isBase64 = names.includes("contentEncoding");
    schema.format ??= isBase64 ? "byte" : "binary";
    note("rewritten", pointer, ...names);
  },
};

/** Every other keyword goes, but for extensions. */
const unknownKeywords: SchemaRule = {
  name: "unknown-keywords",
  reason: "OpenAPI 3.0 does not have this keyword of JSON Schema 2020-12.",
  apply(schema, pointer, note) {
    const isUnknown = (keyword: string): boolean => !knownKeywords.has(keyword) && !keyword.startsWith("x-");
    dropKeywords(schema, pointer, note, Object.keys(schema).filter(isUnknown));
  },
};

/** In the order in which they are applied to a schema. */
export const unsupportedKeywordRules: readonly SchemaRule[] = [
  identity,
  weakenedNot,
  weakenedOneOf,
  conditions,
  patternProperties,
  prefixItems,
  encodedContent,
  unknownKeywords,
];

function dropKeywords(schema: Node, pointer: string, note: Note, keywords: readonly string[]): void {
  const dropped = removeKeywords(schema, keywords);
  if (dropped.length > 0) note("dropped", pointer, ...dropped);
}

function losesConstraints(schema: Node): boolean {
  if (isNull(schema)) return false;
  if (unsupportedConstraints.some((keyword) => Object.hasOwn(schema, keyword))) return true;
  return childrenOf({ kind: "schema", node: schema, pointer: "" }).some(({ node }) => losesConstraints(node));
}
