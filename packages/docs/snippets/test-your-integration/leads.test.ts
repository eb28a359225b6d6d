import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Sandbox, startSandbox } from "@partner-referrals/sandbox";
import { acceptLeads } from "./leads.ts";

const lead = {
  type: "Independent",
  customerProfile: { name: "Tailwind Toys" },
  consent: {},
  details: {},
};

describe("acceptLeads", () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox({ port: 0 });
  });
  after(() => sandbox.close());

  test("accepts what waits, and survives a busy service", async () => {
    const { client, control } = sandbox.universe("accepts"); // nothing else happens in this universe
    const { id } = control.actAs("msft").sendLead("Proseware", lead);
    control.fail({ kind: 503, retryAfter: 0, match: { operationId: "updateReferral" } });

    assert.equal(await acceptLeads(client), 1);
    assert.equal((await client.get(id)).substatus, "Accepted");
  });

  test("leaves alone what has expired", async () => {
    const { client, control } = sandbox.universe("expires");
    const { id } = control.actAs("msft").sendLead("Proseware", lead);
    control.clock.advance({ days: 14 });

    assert.equal(await acceptLeads(client), 0);
    assert.equal((await client.get(id)).substatus, "Expired");
  });

  test("sends what the contract allows, with an ETag", async () => {
    const { client, control } = sandbox.universe("sends");
    control.actAs("msft").sendLead("Proseware", lead);
    await acceptLeads(client);

    const [change, ...more] = control.journal({ operationId: "updateReferral" });
    assert.equal(more.length, 0);
    assert.ok(change?.isValid);
    assert.match(String(change.request.headers["if-match"]), /^"/);
  });
});
