import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { runShell } from "./snippets-shell.ts";
import { assertConforms, runModule, withFolder, withSandbox } from "./snippets-support.ts";

const guide = "create-a-co-sell-deal";

describe("Create a co-sell deal", () => {
  const sandbox = withSandbox();
  const folder = withFolder();

  test("shares a deal with Microsoft in two calls, and plays Microsoft's answer", async () => {
    const files = ["own", "connected", "accept"].map((name) => `${guide}/${name}.sh`);
    await runShell(files, { cwd: folder() });
    const [own] = (await sandbox().client.list()).value;
    const [theirs] = sandbox().control.actAs("msft").referrals();
    assert.deepEqual(
      [own?.type, own?.status, own?.target?.[0]?.type],
      ["Shared", "Active", "SolutionProfile"],
    );
    assert.equal(theirs?.engagementId, own?.engagementId);
    assert.deepEqual(
      [theirs?.organizationId, theirs?.status, theirs?.substatus],
      ["msft", "Active", "Accepted"],
    );
    assert.equal(theirs?.inviteContext?.assistanceRequestCode, "CustomerTechnicalArchitecture");
    assertConforms(sandbox());
  });

  test("shares a deal with the client, also when the second call fails", async () => {
    sandbox().control.fail({ kind: "slow", delay: 1, match: { operationId: "createReferral" } });
    sandbox().control.fail({ kind: 500, match: { operationId: "createReferral" } });
    const { log } = await runModule(`${guide}/share.ts`);
    const mine = (await sandbox().client.list()).value;
    const theirs = sandbox().control.actAs("msft").referrals();
    assert.deepEqual([mine.length, theirs.length], [1, 1]);
    assert.deepEqual(log, [`${mine[0]?.id} ${theirs[0]?.engagementId}`, "msft New Pending"]);
    assertConforms(sandbox());
  });

  test("does not create twice what an earlier try has created", async () => {
    process.env.LEDGER = join(folder(), "creations");
    const { create } = await import(`../snippets/create-a-co-sell-deal/create-once.ts`);
    const deal = {
      externalReferenceId: "CRM-20533",
      type: "Independent",
      customerProfile: {},
      consent: {},
      details: {},
    };
    sandbox().control.fail({ kind: 500, afterProcessing: true, match: { operationId: "createReferral" } });
    const found = await create(deal);
    assert.equal((await create(deal)).id, found.id);
    const other = await create({ ...deal, externalReferenceId: "CRM-20534" });
    assert.deepEqual(
      (await sandbox().client.list()).value.map(({ id }) => id),
      [found.id, other.id],
    );
  });
});
