import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isJsonType, matchesRange, mediaTypeParameter, negotiate } from "@partner-referrals/server/negotiate";

const json = "application/json";

describe("negotiate", () => {
  for (const [accept, expected] of [
    [undefined, json],
    ["", json],
    ["*/*", json],
    ["text/*", "text/csv"],
    ["text/html", undefined],
    ["nonsense", undefined],
    ["application/json;q=0", undefined],
    ["application/json;q=0.5, text/csv", "text/csv"],
    ["*/*, application/json;q=0", "text/csv"],
    ["application/json;q=none, */*;q=0.1", "text/csv"],
    // OData clients ask for JSON with parameters.
    ["application/json;odata.metadata=full", json],
  ] as const) {
    test(`Accept: ${accept} gets ${expected}`, () => {
      assert.equal(negotiate(accept, [json, "text/csv"]), expected);
    });
  }

  test("the first offer wins between equals", () => {
    assert.equal(negotiate("*/*", ["text/csv", json]), "text/csv");
  });
});

test("media types are compared without case and parameters", () => {
  assert.ok(matchesRange("Application/JSON; charset=utf-8", json));
  assert.ok(matchesRange("text/csv", "text/*"));
  assert.ok(!matchesRange("textual/csv", "text/*"));
  assert.equal(mediaTypeParameter('a/b; Charset="utf-8"', "charset"), "utf-8");
  assert.ok(isJsonType("application/json-patch+json") && isJsonType("application/json;a=b"));
  assert.ok(!isJsonType("text/json"));
});
