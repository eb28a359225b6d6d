import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createShared } from "@partner-referrals/client";
import { kindOf } from "../snippets/what-a-referral-is/kind.ts";
import { withSandbox } from "./snippets-support.ts";

describe("What a referral is", () => {
  const sandbox = withSandbox();

  test("tells the kinds of deals apart as the contract's table does", async () => {
    const { client } = sandbox();
    const deal = (visible: boolean) => ({
      customerProfile: {},
      consent: { consentToShareReferralWithMicrosoftSellers: visible },
      details: {},
    });
    const help = { inviteContext: { assistanceRequestCode: "QuotesOrLicensing" } };
    const { connected } = await createShared(client, { ...deal(true), type: "Shared" }, help);
    assert.equal(kindOf(await client.create({ ...deal(false), type: "Independent" })), "private");
    assert.equal(kindOf(await client.create({ ...deal(true), type: "Independent" })), "partner-led");
    assert.equal(kindOf(await client.create({ ...deal(true), ...help, type: "Shared" })), "co-sell");
    assert.equal(kindOf(connected), "co-sell");
  });

  test("keeps the referrals of an engagement apart, as the guide says", async () => {
    const { client, control } = sandbox();
    const deal = { type: "Shared" as const, customerProfile: {}, consent: {}, details: {} };
    const { own, connected } = await createShared(client, deal);
    assert.equal(own.engagementId, connected.engagementId);
    assert.notEqual(own.eTag, connected.eTag);
    control.actAs("msft").accept(own.engagementId);
    assert.equal(control.actAs("msft").referrals()[0]?.direction, "Incoming");
    assert.equal(own.direction, "Outgoing");
    await assert.rejects(client.get(connected.id), { status: 404 });
  });
});
