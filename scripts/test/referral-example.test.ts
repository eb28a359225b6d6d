import assert from "node:assert/strict";
import { test } from "node:test";
import { shortReferralRequest } from "../serving/referral-example.ts";
import { curlLine } from "../serving/welcome.ts";

const info = { title: "Fixture", version: "1" };

/** A contract with one operation, whose request has this schema and this example. */
function contract(schema: object, value: unknown) {
  return {
    openapi: "3.1.1",
    info,
    paths: {
      "/pets": { get: { operationId: "listPets" } },
      "/deals": {
        post: {
          operationId: "createReferral",
          requestBody: { content: { "application/json": { schema, examples: { one: { value } } } } },
        },
      },
    },
    components: {
      schemas: { Named: { required: ["name"], properties: { name: { type: "string" } } } },
    },
  };
}

test("the request is found by its operation and keeps what the schema requires", async () => {
  const schema = {
    allOf: [{ $ref: "#/components/schemas/Named" }],
    required: ["customer", "team"],
    properties: {
      customer: { $ref: "#/components/schemas/Named" },
      team: { items: { $ref: "#/components/schemas/Named" } },
    },
  };
  const value = {
    name: "A deal",
    notes: "optional",
    customer: { name: "Northwind", size: "small" },
    team: [{ name: "Sales", phone: "1" }],
  };
  assert.deepEqual(await shortReferralRequest(contract(schema, value)), {
    method: "POST",
    path: "/deals",
    mediaType: "application/json",
    body: { name: "A deal", customer: { name: "Northwind" }, team: [{ name: "Sales" }] },
  });
});

test("a required object of which nothing is required keeps its plain values", async () => {
  const value = { details: { currency: "USD", dealValue: 1, note: null, requirements: { products: [] } } };
  const schema = { required: ["details"], properties: { details: {} } };
  const { body } = await shortReferralRequest(contract(schema, value));
  assert.deepEqual(body, { details: { currency: "USD", dealValue: 1 } });
});

test("a contract without the operation is rejected", async () => {
  await assert.rejects(shortReferralRequest({ openapi: "3.1.1", paths: {} }), /no operation createReferral/);
});

test("the curl line survives a shell: quotes in the body are escaped", () => {
  const request = {
    method: "POST",
    path: "/deals",
    mediaType: "application/json",
    body: { name: "Rock 'n' Roll" },
  };
  const line = curlLine("http://127.0.0.1:1", request);
  assert.ok(line.endsWith(`-d '{"name":"Rock '\\''n'\\'' Roll"}'`), line);
});
