import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { runShell } from "./snippets-shell.ts";
import { assertConforms, runModule, withFolder, withSandbox } from "./snippets-support.ts";

const guide = "work-the-pipeline";

describe("Work the pipeline", () => {
  const sandbox = withSandbox();
  const folder = withFolder();

  test("answers what was sent to you", async () => {
    await runShell([`${guide}/lead.sh`], { cwd: folder() });
    const [lead] = (await sandbox().client.list()).value;
    assert.deepEqual([lead?.direction, lead?.status, lead?.substatus], ["Incoming", "New", "Pending"]);
    const far = sandbox()
      .control.actAs("msft")
      .sendLead("Proseware", {
        name: "Relecloud: viewer statistics",
        type: "Independent",
        customerProfile: { address: { country: "SE" } },
        consent: {},
        details: {},
      });
    const { log } = await runModule(`${guide}/answer.ts`);
    assert.deepEqual(log, [
      "Fourth Coffee: loyalty app: Active, Accepted",
      "Relecloud: viewer statistics: Closed, Declined",
    ]);
    assert.equal((await sandbox().client.get(far.id)).statusReason, "We do not serve this region.");
    assertConforms(sandbox());
  });

  test("closes a deal with curl", async () => {
    await runShell([`${guide}/create.sh`, `${guide}/patch.sh`], { cwd: folder() });
    const [deal] = (await sandbox().client.list()).value;
    assert.deepEqual(
      [deal?.status, deal?.substatus, deal?.statusReason],
      ["Closed", "Lost", "The budget was cut."],
    );
    assertConforms(sandbox());
  });

  test("moves a deal forward, and closes it in each of the ways", async () => {
    const { log } = await runModule(`${guide}/close.ts`);
    const [won, lost, mistake] = (await sandbox().client.list()).value;
    assert.deepEqual([won?.salesStage, won?.details.dealValue, won?.team?.length], ["60", 58000, 1]);
    assert.deepEqual(
      [won, lost, mistake].map((deal) => [deal?.status, deal?.substatus]),
      [
        ["Closed", "Won"],
        ["Closed", "Lost"],
        ["Closed", "Error"],
      ],
    );
    assert.deepEqual(log, [
      `Closed Won ${won?.closedDateTime}`,
      "Closed Lost The customer chose another vendor.",
      "false",
      "The referral is Closed; it can no longer be changed.",
    ]);
    assertConforms(sandbox());
  });

  test("registers a won deal", async () => {
    const { log } = await runModule(`${guide}/register.ts`);
    const [deal] = (await sandbox().client.list()).value;
    assert.equal(deal?.registrations?.[0]?.contract?.value, 64000);
    assert.deepEqual(log, [deal?.registrationStatus]);
    assertConforms(sandbox());
  });
});
