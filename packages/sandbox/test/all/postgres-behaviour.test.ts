import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { createDatabase } from "@partner-referrals/postgres";

const run = promisify(execFile);
/** What the sandbox does, whatever it keeps referrals in. */
const suites = ["auth", "filters", "model", "odata", "preview", "referrals"];

describe("With PostgreSQL the sandbox passes the tests that it passes with SQLite", () => {
  for (const suite of suites)
    test(suite, async () => {
      const postgres = await createDatabase();
      try {
        const file = join(import.meta.dirname, `../${suite}.test.ts`);
        // This test's runner must not take the other one's for its own.
        const { NODE_TEST_CONTEXT: _, ...outer } = process.env;
        const env = { ...outer, SANDBOX_TEST_DATABASE: postgres.url };
        const { stdout } = await run(process.execPath, ["--test", "--test-reporter=tap", file], {
          env,
        }).catch((error) => assert.fail(`${error.stdout}`));
        assert.match(stdout, /^# fail 0$/m);
        assert.doesNotMatch(stdout, /^# pass 0$/m);
      } finally {
        await postgres.remove();
      }
    });
});
