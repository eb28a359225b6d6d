import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertConforms, runModule, withSandbox } from "./snippets-support.ts";

describe("The home page", () => {
  const sandbox = withSandbox();

  test("creates a deal", async () => {
    const { log } = await runModule("index/create.ts");
    assert.match(log[0] ?? "", /^[\w-]{36} Active "/);
    assertConforms(sandbox());
  });
});
