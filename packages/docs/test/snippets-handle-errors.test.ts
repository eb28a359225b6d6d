import assert from "node:assert/strict";
import { describe, mock, test } from "node:test";
import { createReferralsClient } from "@partner-referrals/client";
import { contract } from "@partner-referrals/spec/model";
import { adviceFor } from "../content/error-advice.ts";
import { errorResponses } from "../content/tables/error-statuses.ts";
import { runShell } from "./snippets-shell.ts";
import { assertConforms, runModule, withFolder, withSandbox } from "./snippets-support.ts";

const guide = "handle-errors";
const deal = { type: "Independent", customerProfile: {}, consent: {}, details: {} };
const nobody = "2f1c7c3e-5d0a-4b5e-9c1e-7a40d9f0b6a1";

describe("Handle errors", () => {
  const sandbox = withSandbox();
  const folder = withFolder();

  test("says what to do about each error", async () => {
    const { control, client } = sandbox();
    const { tryToAccept } = await import("../snippets/handle-errors/branch.ts");
    const lead = () => control.actAs("msft").sendLead("Proseware", deal).id;
    const logged = mock.method(console, "error", () => undefined);
    const outcomes: [string, string][] = [];
    const note = async (what: string, id: string) => outcomes.push([what, await tryToAccept(id)]);
    await note("a lead", lead());
    await note("unknown", nobody);
    const closed = await client.create(deal);
    await client.update(closed.id, [
      { op: "replace", path: "/status", value: "Closed" },
      { op: "replace", path: "/substatus", value: "Lost" },
    ]);
    await note("closed", closed.id);
    for (const kind of [401, 403, 409, 500, 400]) {
      control.fail({ kind, times: kind === 401 ? 2 : 1, match: { operationId: "updateReferral" } });
      await note(String(kind), lead());
    }
    assert.equal(logged.mock.calls[0]?.arguments[0], "ReferralsBadRequestError");
    logged.mock.restore();
    assert.deepEqual(outcomes, [
      ["a lead", "done"],
      ["unknown", "drop: it is not one of ours"],
      ["closed", "drop: The referral is Closed; it can no longer be changed."],
      ["401", "sign in again"],
      ["403", "ask an administrator for a referrals role"],
      ["409", "drop: it is closed"],
      ["500", "later"],
      ["400", "ask a developer"],
    ]);
  });

  test("limits a call in time", async () => {
    const { log } = await runModule(`${guide}/options.ts`);
    assert.deepEqual(log, ["Active"]);
    assertConforms(sandbox());
  });

  test("has the sandbox fail as often as asked, which the client gets over", async () => {
    const { id } = await sandbox().client.create(deal);
    const replace = { '"retryAfter": 1': '"retryAfter": 0' };
    await runShell([`${guide}/fault.sh`], { cwd: folder(), replace });
    assert.equal(sandbox().control.faults()[0]?.times, 2);
    assert.equal((await sandbox().client.get(id)).id, id);
    assert.deepEqual(sandbox().control.faults(), []);
  });

  for (const [status] of errorResponses(contract)) {
    test(`names the error class of the client for ${status}`, async () => {
      const response = new Response(JSON.stringify({ error: { code: "x", message: "" } }), {
        status: status === "default" ? 410 : Number(status),
        headers: { "content-type": "application/json" },
      });
      const client = createReferralsClient({ token: "any", retry: false, fetch: async () => response });
      await assert.rejects(client.get(nobody), { name: adviceFor(status).errorClass });
    });
  }
});
