import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isObject, type Json, type OpenApiDocument } from "../build/contract.ts";
import { withExamples } from "../build/redoc/with-examples.ts";
import { contract } from "./site.ts";

const exampleOf = (document: OpenApiDocument, name: string): Json | undefined => {
  const schema = withExamples(document).components?.schemas?.[name];
  return isObject(schema) ? schema.example : assert.fail(`no schema ${name}`);
};

describe("the examples of schemas", () => {
  const object = (required: string[], ...names: string[]): Json => ({
    type: "object",
    required,
    properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
  });
  const document: OpenApiDocument = {
    info: { title: "Test", version: "1" },
    paths: {
      "/things": {
        post: {
          operationId: "createThing",
          requestBody: {
            content: {
              "application/json": {
                schema: { $ref: "#/components/schemas/Thing" },
                examples: {
                  first: { value: { parts: [{ code: "a" }], owner: null, kind: { long: "x" } } },
                  second: { value: { parts: [], owner: { name: "Sales" }, kind: { short: "y" } } },
                },
              },
            },
          },
        },
      },
    },
    components: {
      schemas: {
        Thing: {
          type: "object",
          properties: {
            parts: { type: "array", items: { $ref: "#/components/schemas/Part" } },
            owner: { anyOf: [{ $ref: "#/components/schemas/Owner" }, { type: "null" }] },
            kind: { anyOf: [{ $ref: "#/components/schemas/Short" }, { $ref: "#/components/schemas/Long" }] },
          },
        },
        Part: object(["code"], "code"),
        Owner: object(["name"], "name"),
        Short: object(["short"], "short"),
        Long: object(["long"], "long", "longer"),
        Unused: object([], "any"),
      },
    },
  };

  it("are those of the contract, down to the parts, the first that there is", () => {
    assert.deepEqual(exampleOf(document, "Part"), { code: "a" });
    assert.deepEqual(exampleOf(document, "Owner"), { name: "Sales" });
  });

  it("go to the choice that describes them", () => {
    assert.deepEqual(exampleOf(document, "Short"), { short: "y" });
    assert.deepEqual(exampleOf(document, "Long"), { long: "x" });
  });

  it("are not made up", () => {
    assert.equal(exampleOf(document, "Unused"), undefined);
  });

  it("are there for nearly every object of the contract", () => {
    const shown = withExamples(contract).components?.schemas ?? {};
    const objects = Object.values(shown).filter((schema) => isObject(schema) && isObject(schema.properties));
    const without = objects.filter((schema) => isObject(schema) && schema.example === undefined);
    assert.ok(objects.length > 40);
    assert.ok(without.length < objects.length / 5, `${without.length} of ${objects.length} have none`);
  });
});
