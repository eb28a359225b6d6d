import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { createReferralsClient } from "@partner-referrals/client";
import { runShell, startShell } from "./snippets-shell.ts";
import { assertConforms, snippets, withFolder, withSandbox } from "./snippets-support.ts";

const guide = "getting-started";

describe("Getting started", () => {
  const sandbox = withSandbox();
  const folder = withFolder();
  const replace = () => ({ "http://127.0.0.1:4020": sandbox().url });

  test("starts a sandbox that answers", async () => {
    const { match, stop } = await startShell(`${guide}/sandbox.sh`, /(http:\/\/127\.0\.0\.1:\d+)/, {
      cwd: folder(),
    });
    try {
      const baseUrl = match[1] ?? assert.fail();
      const { value } = await createReferralsClient({ baseUrl, token: "Proseware:admin" }).list();
      assert.deepEqual(value, []);
    } finally {
      await stop();
    }
  });

  test("creates a deal with curl, and finds it", async () => {
    const files = ["environment", "create", "list"].map((name) => `${guide}/${name}.sh`);
    const output = await runShell(files, { cwd: folder(), replace: replace() });
    const [deal, ...more] = (await sandbox().client.list()).value;
    assert.equal(more.length, 0);
    assert.equal(deal?.customerProfile.name, "Northwind Traders");
    assert.deepEqual([deal?.status, deal?.substatus], ["Active", "Accepted"]);
    assert.equal(output.split(deal?.id ?? "?").length - 1 >= 2, true, "it is in the answer and in the list");
    assertConforms(sandbox());
  });

  test("creates, changes and wins a deal with the client in a new project", async () => {
    await runShell([`${guide}/project.sh`], { cwd: folder() });
    const project = join(folder(), "deals");
    for (const file of ["referrals.ts", "create.ts"]) {
      await cp(new URL(`${guide}/${file}`, snippets), join(project, file));
    }
    const output = await runShell([`${guide}/environment.sh`, `${guide}/run.sh`], {
      cwd: project,
      replace: replace(),
    });
    const [deal] = (await sandbox().client.list({ filter: "status eq 'Closed'" })).value;
    assert.deepEqual([deal?.substatus, deal?.details.dealValue], ["Won", 31000]);
    assert.equal(
      output,
      `created ${deal?.id}: Active, Accepted\nclosed ${deal?.id}: Closed, Won\nWon: ${deal?.name}\n`,
    );
    assertConforms(sandbox());
  });
});
