import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parse } from "yaml";
import { runScript, runShell, startShell } from "./snippets-shell.ts";
import { readSnippet, withSandbox } from "./snippets-support.ts";
import { withIntegrationProject } from "./snippets-test-your-integration.ts";

const guide = "test-your-integration";

describe("Test your integration", () => {
  const sandbox = withSandbox();
  const folder = withIntegrationProject();

  test("starts a mock that answers with the example asked for", async () => {
    const { match, stop } = await startShell(`${guide}/mock.sh`, /(http:\/\/127\.0\.0\.1:\d+)/, {
      cwd: folder(),
    });
    try {
      const replace = { "http://127.0.0.1:4010": match[1] ?? assert.fail() };
      const output = await runShell([`${guide}/mock-call.sh`], { cwd: folder(), replace });
      const example = await import("@partner-referrals/spec/openapi.json", { with: { type: "json" } });
      const list = example.default.paths["/v1.0/engagements/referrals"].get.responses["200"];
      assert.deepEqual(JSON.parse(output), list.content["application/json"].examples.page.value);
    } finally {
      await stop();
    }
  });

  test("runs a proxy that rejects what violates the contract", async () => {
    const replace = { "https://api.partner.microsoft.com": sandbox().url };
    const { match, stop } = await startShell(`${guide}/proxy.sh`, /(http:\/\/127\.0\.0\.1:\d+)/, {
      cwd: folder(),
      replace,
    });
    try {
      const call = (query: string) =>
        fetch(`${match[1]}/v1.0/engagements/referrals${query}`, { headers: { authorization: "Bearer any" } });
      assert.equal((await call("")).status, 200);
      assert.equal((await call("?$top=many")).status, 400);
      assert.equal(sandbox().control.journal().length, 1, "the wrong call is not passed on");
    } finally {
      await stop();
    }
  });

  test("has tests that pass", async () => {
    assert.match(await runScript("npm test", { cwd: folder() }), /^# pass 4$|^ℹ pass 4$/m);
  });

  test("pins the actions of the job to commits, and gives it no more rights than reading", async () => {
    const source = await readSnippet(`${guide}/referrals.yml`);
    assert.deepEqual(parse(source).permissions, { contents: "read" });
    const used = source.split("\n").filter((line) => line.includes("uses:"));
    assert.ok(used.length >= 4);
    for (const line of used) assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });
});
