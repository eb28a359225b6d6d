import { deepEqual, equal, throws } from "node:assert/strict";
import { describe, test } from "node:test";
import type { Effect } from "../build/convert/changes.ts";
import { toOpenApi30 } from "../build/convert/openapi-3.0/convert.ts";

const info = { title: "Test", version: "1.0.0" };

function convert(document: object): ReturnType<typeof toOpenApi30> {
  return toOpenApi30({ openapi: "3.1.1", info, paths: {}, ...document });
}

function convertSchema(schema: object | boolean): { schema: unknown; changes: string[] } {
  const { document, changes } = convert({ components: { schemas: { Thing: schema } } });
  return {
    schema: Object(document).components.schemas.Thing,
    changes: changes
      .filter(({ pointer }) => pointer !== "")
      .map(({ rule, effect }) => `${rule.name} ${effect}`),
  };
}

interface Case {
  readonly rule: string;
  readonly effect: Effect;
  readonly what: string;
  readonly from: object;
  readonly to: object;
}

const cases: readonly Case[] = [
  {
    rule: "conditions",
    effect: "dropped",
    what: "if, then and else go",
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's name.
    from: { type: "object", if: { required: ["a"] }, then: { required: ["b"] }, else: {} },
    to: { type: "object" },
  },
  {
    rule: "weakened-not",
    effect: "dropped",
    what: "not goes when it would rule out more than before",
    from: { not: { type: "array", contains: { const: "a" } } },
    to: {},
  },
  {
    rule: "weakened-one-of",
    effect: "weakened",
    what: "oneOf becomes anyOf when its alternatives may overlap afterwards",
    from: {
      oneOf: [
        { type: "array", items: {} },
        { type: "array", items: {}, uniqueItems: true },
        { $ref: "#/x" },
        { unevaluatedProperties: { type: "string" } },
      ],
    },
    to: {
      anyOf: [
        { type: "array", items: {} },
        { type: "array", items: {}, uniqueItems: true },
        { $ref: "#/x" },
        {},
      ],
    },
  },
  {
    rule: "pattern-properties",
    effect: "dropped",
    what: "additionalProperties goes with patternProperties",
    from: { type: "object", patternProperties: { "^x": {} }, additionalProperties: false },
    to: { type: "object" },
  },
  {
    rule: "prefix-items",
    effect: "dropped",
    what: "items goes with prefixItems, and any items are allowed",
    from: { type: "array", prefixItems: [{ type: "string" }], items: { type: "number" } },
    to: { type: "array", items: {} },
  },
  {
    rule: "encoded-content",
    effect: "rewritten",
    what: "Base64 is a format",
    from: { type: "string", contentEncoding: "base64" },
    to: { type: "string", format: "byte" },
  },
  {
    rule: "unknown-keywords",
    effect: "dropped",
    what: "keywords of 2020-12 go, extensions stay",
    from: { type: "object", propertyNames: { maxLength: 3 }, unevaluatedProperties: false, "x-mine": 1 },
    to: { type: "object", "x-mine": 1 },
  },
  {
    rule: "boolean-schema",
    effect: "rewritten",
    what: "true and false are schemas",
    from: { type: "object", properties: { a: true, b: false }, additionalProperties: false },
    to: { type: "object", properties: { a: {}, b: { not: {} } }, additionalProperties: false },
  },
  {
    rule: "constant",
    effect: "rewritten",
    what: "a constant is an enumeration of one value",
    from: { const: "a" },
    to: { enum: ["a"] },
  },
  {
    rule: "nullable-type",
    effect: "rewritten",
    what: "null among the types is nullable",
    from: { type: ["string", "null"] },
    to: { type: "string", nullable: true },
  },
  {
    rule: "several-types",
    effect: "rewritten",
    what: "several types are alternatives",
    from: { type: ["number", "string"], description: "A number." },
    to: { description: "A number.", anyOf: [{ type: "number" }, { type: "string" }] },
  },
  {
    rule: "null-alternative",
    effect: "rewritten",
    what: "a reference or null is a nullable reference",
    from: { anyOf: [{ $ref: "#/components/schemas/Thing" }, { type: "null" }], description: "May be null." },
    to: { description: "May be null.", allOf: [{ $ref: "#/components/schemas/Thing" }], nullable: true },
  },
  {
    rule: "null-alternative",
    effect: "rewritten",
    what: "a schema or null is that schema, nullable",
    from: { oneOf: [{ type: "null" }, { type: "string", maxLength: 2 }] },
    to: { type: "string", maxLength: 2, nullable: true },
  },
  {
    rule: "null-alternative",
    effect: "rewritten",
    what: "several alternatives stay alternatives",
    from: { anyOf: [{ const: null }, { type: "string" }, { type: "number" }] },
    to: { anyOf: [{ type: "string" }, { type: "number" }], nullable: true },
  },
  {
    rule: "reference-siblings",
    effect: "rewritten",
    what: "what stands beside a reference moves outside",
    from: { $ref: "#/components/schemas/Thing", readOnly: true, allOf: [{ type: "object" }] },
    to: { readOnly: true, allOf: [{ $ref: "#/components/schemas/Thing" }, { type: "object" }] },
  },
  {
    rule: "schema-examples",
    effect: "weakened",
    what: "the first example stays",
    from: { type: "string", examples: ["a", "b"] },
    to: { type: "string", example: "a" },
  },
  {
    rule: "exclusive-bounds",
    effect: "rewritten",
    what: "the tighter bound stays",
    from: { type: "number", exclusiveMinimum: 1, minimum: 0, exclusiveMaximum: 9, maximum: 5 },
    to: { type: "number", minimum: 1, exclusiveMinimum: true, maximum: 5 },
  },
  {
    rule: "array-items",
    effect: "rewritten",
    what: "an array has items",
    from: { type: "array" },
    to: { type: "array", items: {} },
  },
  {
    rule: "empty-lists",
    effect: "rewritten",
    what: "empty lists go",
    from: { type: "object", required: [], allOf: [] },
    to: { type: "object" },
  },
];

describe("Schemas in OpenAPI 3.0", () => {
  for (const { rule, effect, what, from, to } of cases) {
    test(`${rule}: ${what}`, () => {
      const { schema, changes } = convertSchema(from);
      deepEqual(schema, to);
      equal(changes.includes(`${rule} ${effect}`), true, changes.join(", "));
    });
  }

  test("what 3.0 can say stays as it is", () => {
    const schema = {
      type: "object",
      properties: { a: { type: "string", enum: ["b"] } },
      not: { required: ["c"] },
    };
    deepEqual(convertSchema(schema), { schema, changes: [] });
  });

  test("what is referred to and may be null is written out when it is simple, and else says its type", () => {
    const nullable = (name: string) => ({
      anyOf: [{ $ref: `#/components/schemas/${name}` }, { type: "null" }],
      description: "Or null.",
    });
    const { document, changes } = convert({
      components: {
        schemas: {
          Size: { type: "string", enum: ["S"], description: "A size." },
          Box: { type: "object", properties: { size: nullable("Size"), box: nullable("Box") } },
        },
      },
    });
    deepEqual(Object(document).components.schemas.Box.properties, {
      size: { type: "string", enum: ["S", null], description: "Or null.", nullable: true },
      box: {
        type: "object",
        allOf: [{ $ref: "#/components/schemas/Box" }],
        description: "Or null.",
        nullable: true,
      },
    });
    deepEqual(
      changes.filter(({ rule }) => rule.name === "nullable-reference").map(({ pointer }) => pointer),
      ["/components/schemas/Box/properties/size", "/components/schemas/Box/properties/box"],
    );
  });

  test("a schema that others refer to by name cannot be converted", () => {
    throws(() => convertSchema({ type: "object", properties: { a: { $anchor: "here" } } }), {
      name: "UnsupportedError",
      pointer: "/components/schemas/Thing/properties/a/$anchor",
    });
  });

  test("payloads are not touched", () => {
    const value = { const: 1, type: ["string", "null"], examples: [] };
    const content = { "application/json": { schema: {}, examples: { one: { value } } } };
    const operation = { responses: { 200: { description: "", content } } };
    const { document } = convert({ paths: { "/a": { get: operation } } });
    deepEqual(Object(document).paths["/a"].get, operation);
  });
});

describe("What stands around the schemas in OpenAPI 3.0", () => {
  test("version, dialect, summary and license are rewritten", () => {
    const { document, changes } = convert({
      info: { ...info, summary: "Short.", description: "Long.", license: { name: "MIT", identifier: "MIT" } },
      jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    });
    deepEqual(document, {
      openapi: "3.0.3",
      info: {
        ...info,
        description: "Short.\n\nLong.",
        license: { name: "MIT", url: "https://spdx.org/licenses/MIT.html" },
      },
      paths: {},
    });
    deepEqual(new Set(changes.map(({ effect }) => effect)), new Set(["rewritten"]));
  });

  test("webhooks go with all that only they use, but for the schemas", () => {
    const parameters = [{ $ref: "#/components/parameters/Signature" }];
    const body = { $ref: "#/components/schemas/Event" };
    const responses = { 200: { description: "" } };
    const { document, changes } = convert({
      paths: { "/a": { get: { security: [{ user: [] }], responses } } },
      webhooks: {
        sent: {
          post: {
            security: [{ signature: [] }],
            parameters,
            requestBody: { content: { "application/json": { schema: body } } },
            responses,
          },
        },
      },
      components: {
        schemas: { Event: { type: "object" } },
        parameters: { Signature: { name: "signature", in: "header", schema: { type: "string" } } },
        securitySchemes: {
          user: { type: "http", scheme: "bearer" },
          signature: { type: "apiKey", in: "header", name: "a" },
        },
      },
    });
    deepEqual(Object(document).components, {
      schemas: { Event: { type: "object" } },
      parameters: {},
      securitySchemes: { user: { type: "http", scheme: "bearer" } },
    });
    deepEqual(
      changes.filter(({ effect }) => effect === "dropped").map(({ pointer }) => pointer),
      ["/webhooks/sent", "/components/parameters/Signature", "/components/securitySchemes/signature"],
    );
  });

  test("paths and responses are there", () => {
    const { document } = toOpenApi30({ openapi: "3.1.0", info });
    deepEqual(document.paths, {});
    const { document: other } = convert({ paths: { "/a": { get: {} } } });
    deepEqual(Object(other).paths["/a"].get.responses, { default: { description: "Any response." } });
  });

  test("texts beside a reference go", () => {
    const { document, changes } = convert({
      paths: {
        "/a": { get: { responses: { 200: { $ref: "#/components/responses/A", description: "Mine." } } } },
      },
    });
    deepEqual(Object(document).paths["/a"].get.responses[200], { $ref: "#/components/responses/A" });
    deepEqual(changes.at(-1)?.names, ["description"]);
  });

  for (const [what, pointer, document] of [
    ["another version", "/openapi", { openapi: "3.2.0" }],
    ["another dialect", "/jsonSchemaDialect", { jsonSchemaDialect: "https://example.com/mine" }],
    ["shared path items", "/components/pathItems", { components: { pathItems: {} } }],
    [
      "client certificates",
      "/components/securitySchemes/a",
      { components: { securitySchemes: { a: { type: "mutualTLS" } } } },
    ],
  ] as const) {
    test(`${what} cannot be converted`, () => {
      throws(() => convert(document), { name: "UnsupportedError", pointer });
    });
  }
});
