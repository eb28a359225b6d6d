import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  ApiError,
  createErrorFormatter,
  maxMessageLength,
  violationError,
} from "@partner-referrals/server/api-error";
import { bodyViolation } from "@partner-referrals/server/violations";
import {
  contract,
  errorExample,
  listOperations,
  propertyOf,
  schemaNamed,
} from "@partner-referrals/spec/model";

const format = createErrorFormatter(contract);
const bodyOf = (error: ApiError) => JSON.parse(format(error).body).error;
const violations = Array.from({ length: 300 }, (_, index) =>
  bodyViolation(`/team/${index}/name`, "type", "must be a string"),
);

describe("an error response", () => {
  const statuses = new Set(listOperations(contract).flatMap(({ responses }) => [...responses.keys()]));
  for (const status of [...statuses].filter((key) => /^[45]\d\d$/.test(key)).map(Number)) {
    test(`of ${status} has the contract's code and message`, () => {
      const { code, message } = errorExample(contract, status) ?? assert.fail();
      const body = bodyOf(new ApiError(status, "test", { reason: "It is a test." }));
      assert.deepEqual([body.code, body.message], [code, message]);
      assert.deepEqual(body.innerError, { code: "test", message: "It is a test." });
    });
  }

  test("of a status that the contract does not show has the code of its class and its own message", () => {
    const reason = "It is a test.";
    for (const [status, general] of [
      [418, 400],
      [599, 500],
    ] as const) {
      const body = bodyOf(new ApiError(status, "test", { reason }));
      assert.deepEqual([body.code, body.message], [errorExample(contract, general)?.code, reason]);
    }
  });

  test("names as many violations as fit, and lists the first hundred", () => {
    const body = bodyOf(violationError(violations));
    assert.ok(body.message.length <= maxMessageLength(contract));
    assert.match(body.message, /^body\/team\/0\/name must be a string\. .* And \d+ more\.$/);
    assert.equal(body.innerError.violations.length, 100);
    assert.equal(body.target, "body/team/0/name");
    assert.equal(body.innerError.message, "The request violates the contract in 300 places.");
  });

  test("carries its headers", () => {
    const { headers } = format(
      new ApiError(405, "test", { reason: "It is a test.", headers: { Allow: "GET" } }),
    );
    assert.deepEqual(headers, { "Content-Type": "application/json", Allow: "GET" });
  });
});

test("a document without errors of its own gets plain ones, and the published limit", () => {
  const document = { openapi: "3.1.1", info: { title: "Other", version: "1" }, paths: {} };
  const { body } = createErrorFormatter(document)(new ApiError(404, "test", { reason: "Not there." }));
  assert.deepEqual(JSON.parse(body).error, {
    code: "badRequest",
    message: "Not there.",
    innerError: { code: "test", message: "Not there." },
  });
  const declared = propertyOf(contract, schemaNamed(contract, "ErrorDetail"), "message")?.schema.maxLength;
  assert.equal(maxMessageLength(document), declared);
  assert.equal(maxMessageLength(contract), declared);
});
