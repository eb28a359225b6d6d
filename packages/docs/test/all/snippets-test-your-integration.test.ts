/** The CI job of the guide about tests, each of its commands in a shell of its own, as GitHub runs them, and its tests. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { freePort } from "@partner-referrals/support/free-port";
import { parse } from "yaml";
import { runScript } from "../snippets-shell.ts";
import { assertConforms, readSnippet, withSandbox } from "../snippets-support.ts";
import { withIntegrationProject } from "../snippets-test-your-integration.ts";

interface Job {
  readonly steps: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly env?: Record<string, string>;
  }[];
}

describe("The tests of the guide", () => {
  const folder = withIntegrationProject();

  test("fail for code that does nothing", async () => {
    await writeFile(join(folder(), "leads.ts"), "export const acceptLeads = async () => 0;\n");
    await assert.rejects(runScript("node --test leads.test.ts", { cwd: folder() }), /fail 2/);
  });
});

describe("The CI job of the guide", () => {
  const sandbox = withSandbox();
  const folder = withIntegrationProject();
  let jobs: Record<string, Job>;
  before(async () => {
    jobs = parse(await readSnippet("test-your-integration/referrals.yml")).jobs;
  });

  test("passes against the sandbox", async () => {
    const [sandboxPort, mockPort] = [String(await freePort()), String(await freePort())];
    const replace = { "4020": sandboxPort, "4010": mockPort };
    const output = await runJob("sandbox", { SANDBOX_PORT: sandboxPort, MOCK_PORT: mockPort }, replace);
    assert.match(output, /10 referrals match the contract\.\n$/);
  });

  test("reads from production, with a token of the user", async () => {
    const entra = createServer((request, response) => {
      request.resume();
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({ access_token: "Proseware:admin", refresh_token: "new", expires_in: 3600 }),
      );
    }).listen(0, "127.0.0.1");
    await once(entra, "listening");
    const address = entra.address();
    assert.ok(address && typeof address === "object");
    const credential = join(folder(), "signed-in-user.ts");
    const shown = await readFile(credential, "utf8");
    const standIn = `http://127.0.0.1:${address.port}`;
    await writeFile(credential, shown.replace("https://login.microsoftonline.com", standIn));
    await sandbox().client.create({ type: "Independent", customerProfile: {}, consent: {}, details: {} });
    try {
      const mockPort = String(await freePort());
      const replace = { "4010": mockPort, "https://api.partner.microsoft.com": sandbox().url };
      const output = await runJob("production", { MOCK_PORT: mockPort, TOKEN: undefined }, replace);
      assert.match(output, /1 referrals match the contract\.\n$/);
      assert.equal(await readFile(join(folder(), "refresh-token"), "utf8"), "new");
      assertConforms(sandbox());
    } finally {
      entra.close();
    }
  });

  async function runJob(
    name: string,
    env: NodeJS.ProcessEnv,
    replace: Record<string, string>,
  ): Promise<string> {
    const outputs: string[] = [];
    for (const { run, env: own = {} } of jobs[name]?.steps ?? assert.fail(`there is no job ${name}`)) {
      if (run === undefined) continue;
      const variables = Object.entries(own).map(([key, value]) => {
        const known = value.replace(/\$\{\{ (vars|secrets)\.\w+ \}\}/, "a-value");
        return [key, Object.entries(replace).reduce((text, [from, to]) => text.replaceAll(from, to), known)];
      });
      const options = {
        cwd: folder(),
        env: { CURL_FAIL: "", ...env, ...Object.fromEntries(variables) },
        replace,
      };
      outputs.push(await runScript(run, options));
    }
    assert.ok(outputs.length >= 2);
    return outputs.join("");
  }
});
