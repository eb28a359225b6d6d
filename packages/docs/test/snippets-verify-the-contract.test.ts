import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { contract } from "@partner-referrals/spec/model";
import { parse } from "yaml";
import { tokenSettingTable } from "../content/tables/token-settings.ts";
import { runScript, runShell, startShell } from "./snippets-shell.ts";
import { readSnippet, withFolder, withSandbox } from "./snippets-support.ts";

const guide = "verify-the-contract";
const production = "https://api.partner.microsoft.com";

describe("Verify the contract", () => {
  const sandbox = withSandbox();
  const folder = withFolder();
  const options = () => ({ cwd: folder(), replace: { [production]: sandbox().url } });

  before(() => writeFile(join(folder(), "package.json"), '{ "type": "module" }'));

  test("records through the proxy without a value, and verifies the recording", async () => {
    const { match, stop } = await startShell(`${guide}/record.sh`, /(http:\/\/127\.0\.0\.1:\d+)/, options());
    const list = `${match[1]}/v1.0/engagements/referrals`;
    const headers = { authorization: "Bearer Proseware:admin", "content-type": "application/json" };
    const name = "A deal that nobody must know of";
    const body = JSON.stringify({ type: "Independent", name, customerProfile: {}, consent: {}, details: {} });
    assert.ok((await fetch(list, { method: "POST", headers, body })).ok);
    assert.ok((await fetch(list, { headers })).ok);
    await stop();
    const recording = await readFile(join(folder(), "traffic.har"), "utf8");
    assert.equal(JSON.parse(recording).log.entries.length, 2);
    assert.doesNotMatch(recording, /nobody must know|Proseware:admin/);
    await runShell([`${guide}/recorded.sh`], options());
    assert.match(await readFile(join(folder(), "report.html"), "utf8"), /Nothing contradicts/);
  });

  test("verifies a service, and compares it with a sandbox", async () => {
    await sandbox().client.create({ type: "Independent", customerProfile: {}, consent: {}, details: {} });
    await runShell([`${guide}/live.sh`], options());
    assert.match(await readFile(join(folder(), "report.md"), "utf8"), /Nothing contradicts/);
    assert.equal(
      sandbox()
        .control.journal()
        .some(({ request }) => request.method === "PATCH"),
      false,
    );
    await runShell([`${guide}/compare.sh`], options());
  });

  test("has a job that reads from production with a token of the user, and pins its actions", async () => {
    const source = await readSnippet(`${guide}/verify.yml`);
    const used = source.split("\n").filter((line) => line.includes("uses:"));
    for (const line of used) assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    const settings = tokenSettingTable(contract);
    assert.ok(settings.includes(/scope=(\S+?)"/.exec(source)?.[1] ?? assert.fail("no scope")));
    const entra = createServer((request, response) => {
      request.resume();
      response.end(JSON.stringify({ access_token: "Proseware:admin" }));
    }).listen(0, "127.0.0.1");
    await once(entra, "listening");
    const address = entra.address();
    assert.ok(address && typeof address === "object");
    const script: { run?: string; env?: object }[] = parse(source).jobs.verify.steps;
    try {
      await runScript(script.find(({ env }) => env)?.run ?? assert.fail("no step"), {
        cwd: folder(),
        env: { TENANT_ID: "t", CLIENT_ID: "c", REFRESH_TOKEN: "r", GITHUB_STEP_SUMMARY: "summary.md" },
        replace: {
          [`--base-url ${production}`]: `--base-url ${sandbox().url}`,
          "https://login.microsoftonline.com": `http://127.0.0.1:${address.port}`,
        },
      });
    } finally {
      entra.close();
    }
    assert.match(await readFile(join(folder(), "summary.md"), "utf8"), /Nothing contradicts/);
  });
});
