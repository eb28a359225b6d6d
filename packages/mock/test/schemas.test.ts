import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startMock } from "@partner-referrals/mock";
import { contract as published } from "@partner-referrals/spec/model";
import { bodyContract, contract } from "./fixtures/contract.ts";
import { call, mockFor } from "./support/http.ts";

interface Case {
  readonly schema: object;
  readonly components?: object;
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
}

/** A condition. Written out, an object literal with such a member would look like a promise to our linter. */
const keyword = "then";
const when = (condition: object, consequence: object, otherwise: object = {}) => ({
  if: condition,
  [keyword]: consequence,
  else: otherwise,
});

const node = {
  type: "object",
  properties: {
    value: { type: "number" },
    children: { type: "array", items: { $ref: "#/components/schemas/Node" } },
  },
};

/** Each keyword that JSON Schema 2020-12 has and that Prism could lose on the way. */
const cases: Record<string, Case> = {
  "if, then and else": {
    schema: when({ properties: { a: { const: 1 } } }, { required: ["b"] }, { required: ["c"] }),
    valid: [
      { a: 1, b: 1 },
      { a: 2, c: 1 },
    ],
    invalid: [{ a: 1 }, { a: 2 }],
  },
  "several conditions in allOf": {
    schema: {
      allOf: [
        when({ properties: { a: { const: 1 } }, required: ["a"] }, { required: ["b"] }),
        when({ properties: { a: { const: 2 } }, required: ["a"] }, { properties: { b: { const: 3 } } }),
      ],
    },
    valid: [{ a: 1, b: 1 }, { a: 2, b: 3 }, { a: 3 }],
    invalid: [{ a: 1 }, { a: 2, b: 4 }],
  },
  "contains, minContains and maxContains": {
    schema: { type: "array", contains: { const: 1 }, minContains: 2, maxContains: 3 },
    valid: [
      [1, 1],
      [1, 2, 1],
    ],
    invalid: [[1], [1, 1, 1, 1]],
  },
  const: { schema: { properties: { a: { const: "x" } } }, valid: [{ a: "x" }], invalid: [{ a: "y" }] },
  not: { schema: { not: { required: ["a"] } }, valid: [{ b: 1 }], invalid: [{ a: 1 }] },
  additionalProperties: {
    schema: { properties: { a: {} }, additionalProperties: false },
    valid: [{ a: 1 }],
    invalid: [{ b: 1 }, JSON.parse('{"__proto__":1}')],
  },
  unevaluatedProperties: {
    schema: { allOf: [{ properties: { a: {} } }], properties: { b: {} }, unevaluatedProperties: false },
    valid: [{ a: 1, b: 1 }],
    invalid: [{ c: 1 }],
  },
  "a recursive $ref": {
    schema: { $ref: "#/components/schemas/Node" },
    components: { Node: node },
    valid: [{ value: 1, children: [{ value: 2, children: [] }] }],
    invalid: [{ value: "x" }, { children: [{ children: [{ value: "x" }] }] }],
  },
  "$ref with a neighbour": {
    schema: { $ref: "#/components/schemas/Name", required: ["a"] },
    components: { Name: { type: "object", properties: { a: { type: "string" } } } },
    valid: [{ a: "x" }],
    invalid: [{}, { a: 1 }],
  },
  "dependentRequired and dependentSchemas": {
    schema: { dependentRequired: { a: ["b"] }, dependentSchemas: { c: { required: ["d"] } } },
    valid: [
      { a: 1, b: 1 },
      { c: 1, d: 1 },
    ],
    invalid: [{ a: 1 }, { c: 1 }],
  },
  prefixItems: {
    schema: { type: "array", prefixItems: [{ type: "string" }], items: false },
    valid: [["a"]],
    invalid: [[1], ["a", 2]],
  },
  propertyNames: { schema: { propertyNames: { pattern: "^a" } }, valid: [{ a: 1 }], invalid: [{ b: 1 }] },
  oneOf: {
    schema: {
      oneOf: [
        { type: "object", required: ["a"] },
        { type: "object", required: ["b"] },
      ],
    },
    valid: [{ a: 1 }],
    invalid: [{}, { a: 1, b: 1 }],
  },
  "a list of types": {
    schema: { type: ["object", "null"], properties: { a: { type: ["string", "null"] } } },
    valid: [{ a: null }],
    invalid: [{ a: 1 }],
  },
  format: {
    schema: { properties: { a: { format: "uuid" }, b: { format: "date-time" } } },
    valid: [{ a: "8b0e2d4c-6f13-4c8e-a0a7-51e2c1d9f7b3", b: "2026-03-02T09:15:04.1183302Z" }],
    invalid: [{ a: "x" }, { b: "2026-13-02T09:15:04Z" }],
  },
  readOnly: {
    schema: {
      type: "object",
      properties: { id: { type: "string", readOnly: true }, a: {} },
      required: ["id", "a"],
    },
    valid: [{ a: 1 }],
    invalid: [{}],
  },
};

describe("a request is held to every keyword of its schema", () => {
  for (const [name, { schema, components, valid, invalid }] of Object.entries(cases)) {
    test(name, async (context) => {
      const mock = await mockFor(context, { document: bodyContract(schema, components) });
      const status = async (body: unknown) => {
        const headers = { "content-type": "application/json" };
        return (await call(`${mock.url}/checked`, { method: "POST", headers, body })).status;
      };
      for (const body of valid) assert.equal(await status(body), 200, `rejected ${JSON.stringify(body)}`);
      for (const body of invalid) assert.equal(await status(body), 400, `accepted ${JSON.stringify(body)}`);
    });
  }

  for (const [name, dialect] of [
    ["no dialect", undefined],
    ["OpenAPI's own dialect", "https://spec.openapis.org/oas/3.1/dialect/base"],
  ] as const) {
    test(`also in a document that names ${name}`, async (context) => {
      const document = bodyContract({ type: "array", contains: { const: 1 }, minContains: 2 });
      const mock = await mockFor(context, {
        document: { ...document, ...(dialect && { jsonSchemaDialect: dialect }) },
      });
      const headers = { "content-type": "application/json" };
      assert.equal((await call(`${mock.url}/checked`, { method: "POST", headers, body: [1] })).status, 400);
    });
  }

  test("alternatives of objects are told apart from one that may be null", async (context) => {
    const branch = (name: string) => ({
      type: "object",
      properties: { [name]: { type: "string" } },
      required: [name],
    });
    const schema = {
      properties: {
        either: { anyOf: [branch("a"), branch("b")] },
        maybe: { anyOf: [branch("a"), { type: "null" }] },
      },
    };
    const mock = await mockFor(context, { document: bodyContract(schema) });
    const send = (body: object) =>
      call(`${mock.url}/checked`, { method: "POST", headers: { "content-type": "application/json" }, body });
    assert.match(
      (await send({ either: {} })).error.message,
      /^body\/either matches none of the alternatives/,
    );
    assert.equal((await send({ maybe: {} })).error.message, "body/maybe/a is required.");
    assert.equal((await send({ maybe: 5 })).error.message, "body/maybe must be an object or null.");
  });
});

describe("a schema that does not compile is never silently taken as valid", () => {
  test("all schemas of the contract compile in Prism", async (context) => {
    await mockFor(context, { document: published });
  });

  for (const [name, schema] of [
    ["a pattern", { type: "string", pattern: "[" }],
    ["a type", { type: "text" }],
    ["a bound", { type: "string", minLength: "3" }],
    ["a nested one", { type: "object", properties: { a: { items: { pattern: "(" } } } }],
  ] as const) {
    test(`${name} that is wrong stops the start, with the place`, async () => {
      await assert.rejects(
        startMock({ port: 0, document: bodyContract(schema) }),
        /request body application\/json of checked/,
      );
    });
  }

  test("in a parameter and in a response, too", async () => {
    const bad = { type: "string", pattern: "[" };
    const get = {
      operationId: "look",
      parameters: [{ name: "q", in: "query", schema: bad }],
      responses: {
        200: {
          description: "OK",
          headers: { "X-A": { schema: bad } },
          content: { "application/json": { schema: bad } },
        },
      },
    };
    await assert.rejects(
      startMock({ port: 0, document: contract({ "/look": { get } }) }),
      /parameter q of look; response 200 application\/json of look; response 200 header X-A of look/,
    );
  });
});
