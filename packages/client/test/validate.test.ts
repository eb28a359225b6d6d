import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { createReferralsClient, ReferralsUnexpectedResponseError } from "@partner-referrals/client";
import { validateResponse } from "@partner-referrals/client/validate";
import { contract, examplesOf, listOperations } from "@partner-referrals/spec/model";
import { build } from "esbuild";
import { json, referral, respondingWith, serve } from "./server.ts";

const item = "/v1.0/engagements/referrals/{referralId}";
const violationsOf = (body: unknown, method = "GET", urlTemplate = item) =>
  validateResponse({ method, urlTemplate, status: 200, body });

describe("validateResponse", () => {
  test("accepts every example of the contract", () => {
    let count = 0;
    for (const { method, path, responses } of listOperations(contract)) {
      for (const { status, content } of responses.values()) {
        if (!status.startsWith("2")) continue;
        for (const media of content) {
          for (const { value } of examplesOf(contract, media).values()) {
            assert.deepEqual(violationsOf(value, method.toUpperCase(), path), [], `${method} ${path}`);
            count++;
          }
        }
      }
    }
    assert.ok(count > 10, `${count}`);
  });

  test("accepts unknown properties, unknown values and null where it is allowed", () => {
    const body = { ...referral, name: null, brandNew: { a: 1 }, status: "Paused", qualification: "Other" };
    assert.deepEqual(violationsOf(body), []);
  });

  for (const [what, body, expected] of [
    ["a wrong type", { ...referral, name: 5 }, ["body.name must be string or null"]],
    [
      "a wrong type inside",
      { ...referral, details: { dealValue: "high" } },
      [/body\.details\.dealValue must be number/],
    ],
    [
      "an array of another kind",
      { ...referral, team: [null, "x"] },
      [/body\.team\[0\] must be/, /body\.team\[1\] must be/],
    ],
    ["an array instead of an object", [], ["body must be object"]],
  ] as const) {
    test(`rejects ${what}`, () => {
      const violations = violationsOf(body);
      assert.equal(violations.length, expected.length, violations.join());
      for (const [index, one] of expected.entries()) assert.match(violations[index] ?? "", new RegExp(one));
    });
  }

  test("rejects a response without what the contract requires", () => {
    const { engagementId, ...rest } = referral;
    assert.deepEqual(violationsOf(rest), ["body.engagementId is missing"]);
  });

  test("rejects lists of something else, and takes a list with selected properties", () => {
    const list = (value: unknown) => violationsOf({ value }, "GET", "/v1.0/engagements/referrals");
    assert.deepEqual(list("no"), ["body.value must be array"]);
    assert.deepEqual(list([null]), ["body.value[0] must be object"]);
    assert.deepEqual(list([{ id: "1" }]), []);
  });

  test("reports a limited number of violations", () => {
    const team = Array.from({ length: 1000 }, () => 1);
    assert.ok(violationsOf({ ...referral, team }).length <= 20);
  });

  test("says nothing about operations that the contract does not have", () => {
    assert.deepEqual(violationsOf(5, "GET", "/elsewhere"), []);
  });
});

test("a client with validateResponse fails a call whose response is of another shape", async () => {
  const { url } = await serve((_, response) => json(response, 200, { ...referral, name: ["secret"] }));
  const options = { token: "t", baseUrl: url };
  assert.equal((await createReferralsClient(options).get("1")).id, referral.id);
  await assert.rejects(createReferralsClient({ ...options, validateResponse }).get("1"), (error) => {
    assert.ok(error instanceof ReferralsUnexpectedResponseError);
    assert.match(error.message, /not valid: body\.name must be string or null/);
    assert.doesNotMatch(error.message, /secret/);
    return true;
  });
});

test("validateResponse is at most 3 kB", async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from "@partner-referrals/client/validate";`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  const size = gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
  assert.ok(size <= 3000, `${size} bytes`);
});

test("a check that throws fails the call with its own error, and nothing is sent again", async () => {
  const { url, received } = await respondingWith(200);
  const thrown = new RangeError("what a schema library throws");
  const referrals = createReferralsClient({
    token: "t",
    baseUrl: url,
    validateResponse: () => {
      throw thrown;
    },
  });
  await assert.rejects(referrals.get("1"), thrown);
  assert.equal(received.length, 1);
});
