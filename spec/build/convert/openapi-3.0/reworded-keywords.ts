/** Rules for what OpenAPI 3.0 says in other words. They run after the others, innermost schema first. */
import { isNull, listOf, removeKeywords, requireAll, type SchemaRule } from "../schema.ts";
import { isNode, type Node } from "../structure.ts";

/** `true` and `false` where a schema is meant. `additionalProperties` may be either in both formats. */
const booleanSchemas: SchemaRule = {
  name: "boolean-schema",
  reason: "A schema is an object in OpenAPI 3.0.",
  apply(schema, pointer, note) {
    const replace = (holder: Node, name: string, where: string): void => {
      if (typeof holder[name] !== "boolean") return;
      holder[name] = holder[name] ? {} : { not: {} };
      note("rewritten", pointer, where);
    };
    for (const keyword of ["items", "not"]) replace(schema, keyword, keyword);
    const { properties } = schema;
    if (isNode(properties))
      for (const name of Object.keys(properties)) replace(properties, name, `properties/${name}`);
    for (const keyword of ["allOf", "anyOf", "oneOf"])
      for (const [index, value] of listOf(schema, keyword).entries())
        if (typeof value === "boolean") {
          listOf(schema, keyword)[index] = value ? {} : { not: {} };
          note("rewritten", pointer, `${keyword}/${index}`);
        }
  },
};

/** `const: a` is `enum: [a]`. */
const constant: SchemaRule = {
  name: "constant",
  reason: "OpenAPI 3.0 has no `const`; an `enum` of one value says the same.",
  apply(schema, pointer, note) {
    if (!Object.hasOwn(schema, "const")) return;
    const value = schema.const;
    delete schema.const;
    schema.enum = [value];
    if (value === null) schema.nullable = true;
    note("rewritten", pointer, "const");
  },
};

/** `type: [string, null]` is `type: string` with `nullable: true`. */
const nullableType: SchemaRule = {
  name: "nullable-type",
  reason: "OpenAPI 3.0 has no type `null`; it says `nullable: true`.",
  apply(schema, pointer, note) {
    const types = [schema.type].flat();
    if (!types.includes("null")) return;
    const others = types.filter((type) => type !== "null");
    schema.nullable = true;
    schema.type = others.length === 1 ? others[0] : others;
    if (others.length === 0) {
      delete schema.type;
      schema.enum = [null];
    }
    note("rewritten", pointer, "type");
  },
};

/** `type: [number, string]` is `anyOf` of the two. */
const severalTypes: SchemaRule = {
  name: "several-types",
  reason: "A schema has one type in OpenAPI 3.0.",
  apply(schema, pointer, note) {
    if (!Array.isArray(schema.type)) return;
    const types = schema.type;
    delete schema.type;
    if (types.length === 1) schema.type = types[0];
    else {
      const alternatives = types.map((type) => (type === "array" ? { type, items: {} } : { type }));
      if (schema.anyOf === undefined) schema.anyOf = alternatives;
      else requireAll(schema, { anyOf: alternatives });
    }
    note("rewritten", pointer, "type");
  },
};

/** `anyOf` of something and `null` is that something with `nullable: true`. */
const nullAlternative: SchemaRule = {
  name: "null-alternative",
  reason: "OpenAPI 3.0 has no type `null`; it says `nullable: true` beside `allOf`, as its tools expect.",
  apply(schema, pointer, note) {
    for (const keyword of ["anyOf", "oneOf"]) {
      const alternatives = listOf(schema, keyword);
      const others = alternatives.filter((one) => !isNull(one)).filter(isNode);
      if (others.length === alternatives.length) continue;
      delete schema[keyword];
      if (others.length === 1 && others[0]) mergeInto(schema, others[0]);
      else if (others.length > 1) schema[keyword] = others;
      schema.nullable = true;
      note("rewritten", pointer, keyword);
    }
  },
};

/** Keywords beside a `$ref` move outside: the reference goes into `allOf`. */
const referenceSiblings: SchemaRule = {
  name: "reference-siblings",
  reason: "OpenAPI 3.0 ignores everything beside a `$ref`.",
  apply(schema, pointer, note) {
    if (schema.$ref === undefined || Object.keys(schema).length === 1) return;
    const { $ref } = schema;
    delete schema.$ref;
    schema.allOf = [{ $ref }, ...listOf(schema, "allOf")];
    note("rewritten", pointer, ...Object.keys(schema).filter((name) => name !== "allOf"));
  },
};

/** A schema shows one example. */
const schemaExamples: SchemaRule = {
  name: "schema-examples",
  reason: "A schema has one `example` in OpenAPI 3.0; the first one stays.",
  apply(schema, pointer, note) {
    if (schema.examples === undefined) return;
    const [first, ...others] = listOf(schema, "examples");
    delete schema.examples;
    if (first !== undefined) schema.example ??= first;
    note(others.length === 0 ? "rewritten" : "weakened", pointer, "examples");
  },
};

/** An exclusive bound is a flag beside the bound. */
const exclusiveBounds: SchemaRule = {
  name: "exclusive-bounds",
  reason:
    "In OpenAPI 3.0 `exclusiveMinimum` and `exclusiveMaximum` are flags beside `minimum` and `maximum`.",
  apply(schema, pointer, note) {
    for (const [flag, bound, isTighter] of [
      ["exclusiveMinimum", "minimum", (exclusive: number, other: number) => exclusive >= other],
      ["exclusiveMaximum", "maximum", (exclusive: number, other: number) => exclusive <= other],
    ] as const) {
      const exclusive = schema[flag];
      if (typeof exclusive !== "number") continue;
      const other = schema[bound];
      const wins = typeof other !== "number" || isTighter(exclusive, other);
      delete schema[flag];
      if (wins) Object.assign(schema, { [bound]: exclusive, [flag]: true });
      note("rewritten", pointer, flag);
    }
  },
};

/** An array says what its items are. */
const arrayItems: SchemaRule = {
  name: "array-items",
  reason: "OpenAPI 3.0 requires `items` of an array.",
  apply(schema, pointer, note) {
    if (schema.type !== "array" || schema.items !== undefined) return;
    schema.items = {};
    note("rewritten", pointer, "items");
  },
};

/** Lists that must not be empty in 3.0. */
const emptyLists: SchemaRule = {
  name: "empty-lists",
  reason: "An empty `required` or `allOf` says nothing, and OpenAPI 3.0 does not allow it.",
  apply(schema, pointer, note) {
    const empty = ["required", "allOf"].filter((keyword) => {
      const value = schema[keyword];
      return Array.isArray(value) && value.length === 0;
    });
    const removed = removeKeywords(schema, empty);
    if (removed.length > 0) note("rewritten", pointer, ...removed);
  },
};

/** In the order in which they are applied to a schema. */
export const rewordedKeywordRules: readonly SchemaRule[] = [
  booleanSchemas,
  constant,
  nullAlternative,
  nullableType,
  severalTypes,
  referenceSiblings,
  schemaExamples,
  exclusiveBounds,
  arrayItems,
  emptyLists,
];

function mergeInto(schema: Node, other: Node): void {
  const collides = Object.keys(other).some((keyword) => Object.hasOwn(schema, keyword));
  if (collides || other.$ref !== undefined) requireAll(schema, other);
  else Object.assign(schema, other);
}
