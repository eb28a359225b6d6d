import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Json, JsonObject, OpenApiDocument } from "../build/contract.ts";
import { displayCopy } from "../build/redoc/display-copy.ts";
import { contract } from "./site.ts";

/** How the copy shows one schema, beside others that it may refer to. */
function shown(schema: Json, others: Record<string, Json> = {}): Json | undefined {
  const document: OpenApiDocument = {
    info: { title: "Test", version: "1" },
    paths: {},
    components: { schemas: { ...others, Shown: schema } },
  };
  return displayCopy(document).components?.schemas?.Shown;
}

describe("the copy of the contract that is shown", () => {
  it("has no conditions, which Redoc would show as a choice", () => {
    const rule: JsonObject = JSON.parse(
      '{ "if": { "required": ["a"] }, "then": { "required": ["b"] }, "else": { "not": { "required": ["b"] } } }',
    );
    assert.deepEqual(shown({ type: "object", description: "b goes with a.", ...rule }), {
      type: "object",
      description: "b goes with a.",
    });
  });

  it("keeps properties, headers and data that are named like what it leaves out", () => {
    const schema = {
      type: "object",
      properties: { if: { type: "string" }, "x-note": { type: "string" } },
      examples: [{ if: "1", "x-note": "2" }],
      default: { not: 1 },
    };
    assert.deepEqual(shown(schema), schema);
  });

  it("shows a schema that may be null as one with two types", () => {
    const size = { type: "string", "x-extensible-enum": ["S"] };
    assert.deepEqual(
      shown({ anyOf: [{ $ref: "#/components/schemas/Size" }, { type: "null" }] }, { Size: size }),
      {
        $ref: "#/components/schemas/Size",
        type: ["string", "null"],
      },
    );
  });

  it("leaves a real choice alone", () => {
    const choice = { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] };
    assert.deepEqual(shown(choice), choice);
  });

  it("has the descriptions of enum values where Redoc looks for them", () => {
    assert.deepEqual(
      shown({ enum: ["S"], "x-enumDescriptions": { S: "Small." }, "x-source": ["somewhere"] }),
      {
        enum: ["S"],
        "x-enumDescriptions": { S: "Small." },
      },
    );
  });

  it("has every schema, operation and webhook of the contract, and leaves the contract as it was", () => {
    const before = structuredClone(contract);
    const copy = displayCopy(contract);
    assert.deepEqual(contract, before);
    assert.deepEqual(Object.keys(copy.paths), Object.keys(contract.paths));
    assert.deepEqual(Object.keys(copy.webhooks ?? {}), Object.keys(contract.webhooks ?? {}));
    const names = Object.keys(contract.components?.schemas ?? {});
    assert.deepEqual(Object.keys(copy.components?.schemas ?? {}), names.sort());
  });
});
