import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  bodyViolation,
  describeViolations,
  formatLocation,
  type SchemaError,
  toViolations,
} from "@partner-referrals/server/violations";

const error = (instancePath: string, keyword: string, params: SchemaError["params"] = {}): SchemaError => ({
  instancePath,
  keyword,
  params,
  message: `must pass ${keyword}`,
});
const lines = (...errors: SchemaError[]) =>
  toViolations(errors).map((violation) => `${formatLocation(violation)} ${violation.message}`);

describe("toViolations", () => {
  test("gives a missing and a superfluous property a pointer of its own", () => {
    assert.deepEqual(lines(error("", "required", { missingProperty: "a/b" })), ["body/a~1b is required"]);
    assert.deepEqual(lines(error("/x", "additionalProperties", { additionalProperty: "y" })), [
      "body/x/y is not allowed here",
    ]);
  });

  test("merges the types of alternatives", () => {
    assert.deepEqual(
      lines(
        error("/name", "type", { type: "object" }),
        error("/name", "type", { type: "null" }),
        error("/name", "anyOf"),
      ),
      ["body/name must be an object or null"],
    );
  });

  test("says only what is wrong inside the alternative that was meant", () => {
    assert.deepEqual(
      lines(
        error("/details", "required", { missingProperty: "id" }),
        error("/details", "type", { type: "null" }),
        error("/details", "anyOf"),
      ),
      ["body/details/id is required"],
    );
  });

  test("says that no alternative matches before the reasons of each", () => {
    assert.deepEqual(
      lines(
        error("/x", "required", { missingProperty: "a" }),
        error("/x", "required", { missingProperty: "b" }),
        error("/x", "anyOf"),
      ),
      [
        "body/x matches none of the alternatives that the contract allows",
        "body/x/a is required",
        "body/x/b is required",
      ],
    );
  });

  test("leaves out a condition whose reason is named, and keeps one that stands alone", () => {
    assert.deepEqual(lines(error("", "if"), error("/a", "enum", { allowedValues: ["x", "y"] })), [
      "body/a must be one of x, y",
    ]);
    assert.deepEqual(lines(error("", "if")), ["body does not meet a condition of the contract"]);
  });

  test("keeps the shortest of several lists of values", () => {
    assert.deepEqual(
      lines(
        error("/a", "enum", { allowedValues: ["x", "y", "z"] }),
        error("/a", "enum", { allowedValues: ["x"] }),
      ),
      ["body/a must be one of x"],
    );
  });

  test("looks at a bounded number of errors, and shortens names", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => error(`/${index}`, "type", { type: "string" }));
    assert.equal(toViolations(many).length, 500);
    const [violation] = toViolations([
      error("", "additionalProperties", { additionalProperty: "x".repeat(500) }),
    ]);
    assert.equal(violation?.pointer?.length, 101);
  });
});

describe("describeViolations", () => {
  const many = Array.from({ length: 50 }, (_, index) =>
    bodyViolation(`/${index}`, "type", "must be a string"),
  );

  test("counts what does not fit", () => {
    const text = describeViolations(many, 100);
    assert.ok(text.length <= 100);
    assert.match(text, /^body\/0 must be a string\. .* And \d+ more\.$/);
  });

  test("cuts a single violation that does not fit", () => {
    assert.equal(describeViolations([bodyViolation("", "x", "y".repeat(50))], 20), `body ${"y".repeat(14)}…`);
  });
});
