import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { parse } from "yaml";
import { freePort, runScript, runShell, startShell } from "./snippets-shell.ts";
import { assertConforms, readSnippet, withFolder, withSandbox } from "./snippets-support.ts";

const guide = "test-your-integration";

interface Job {
  readonly steps: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly env?: Record<string, string>;
  }[];
}

describe("Test your integration", () => {
  const sandbox = withSandbox();
  const folder = withFolder();
  let jobs: Record<string, Job>;

  /** A project of a reader who followed the guides. */
  before(async () => {
    jobs = parse(await readSnippet(`${guide}/referrals.yml`)).jobs;
    const files = ["leads.ts", "leads.test.ts", "error.test.ts", "check.ts"].map(
      (name) => `${guide}/${name}`,
    );
    files.push("authentication/signed-in-user.ts");
    for (const file of files) await copy(file, file.replace(/.*\//, ""));
    await copy("authentication/production.ts", "referrals.ts");
    await writeFile(join(folder(), "package.json"), '{ "type": "module" }');
    await runShell([`${guide}/set-up.sh`], {
      cwd: folder(),
      append: "npm install @partner-referrals/client @partner-referrals/types",
    });
  });

  async function copy(snippet: string, file: string): Promise<void> {
    await writeFile(join(folder(), file), await readSnippet(snippet));
  }

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

  test("has tests that pass, and that fail for code that does nothing", async () => {
    const run = (append: string) => runScript(append, { cwd: folder() });
    assert.match(await run("npm test"), /^# pass 4$|^ℹ pass 4$/m);
    const original = await readFile(join(folder(), "leads.ts"), "utf8");
    await writeFile(join(folder(), "leads.ts"), "export const acceptLeads = async () => 0;\n");
    await assert.rejects(run("node --test leads.test.ts"), /fail 2/);
    await writeFile(join(folder(), "leads.ts"), original);
  });

  test("pins the actions of the job to commits, and gives it no more rights than reading", async () => {
    const source = await readSnippet(`${guide}/referrals.yml`);
    assert.deepEqual(parse(source).permissions, { contents: "read" });
    const used = source.split("\n").filter((line) => line.includes("uses:"));
    assert.ok(used.length >= 4);
    for (const line of used) assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("has a job that passes against the sandbox", async () => {
    const [sandboxPort, mockPort] = [String(await freePort()), String(await freePort())];
    const replace = { "4020": sandboxPort, "4010": mockPort };
    const output = await runJob("sandbox", { SANDBOX_PORT: sandboxPort, MOCK_PORT: mockPort }, replace);
    assert.match(output, /10 referrals match the contract\.\n$/);
  });

  test("has a job that reads from production, with a token of the user", async () => {
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

  /** Runs the commands of a job, each in a shell of its own, as GitHub does. */
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
