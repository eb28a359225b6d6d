import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createShared } from "@partner-referrals/client";
import { bodyExamples, contract, operationNamed } from "@partner-referrals/spec/model";
import type { ReferralCreate } from "@partner-referrals/types";
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
    const { own } = await createShared(client, { ...deal(true), type: "Shared" }, help);
    assert.equal(kindOf(await client.create({ ...deal(false), type: "Independent" })), "private");
    assert.equal(kindOf(await client.create({ ...deal(true), type: "Independent" })), "partner-led");
    // As its owner reads it, before and after Microsoft accepted.
    assert.equal(kindOf(await client.get(own.id ?? "")), "co-sell");
    sandbox()
      .control.actAs("msft")
      .accept(own.engagementId ?? "");
    assert.equal(kindOf(await client.get(own.id ?? "")), "co-sell");
  });

  test("tells the kind of every deal that the contract shows being created", async () => {
    const { client } = sandbox();
    const expected: Record<string, string> = { independent: "private", shared: "co-sell" };
    for (const { name, value } of bodyExamples(
      contract,
      operationNamed(contract, "createReferral").requestBody,
    )) {
      if (!(name in expected)) continue;
      // A cast: the contract's own examples are valid.
      assert.equal(kindOf(await client.create(value as ReferralCreate)), expected[name], name);
    }
  });

  test("keeps the referrals of an engagement apart, as the guide says", async () => {
    const { client, control } = sandbox();
    const deal = { type: "Shared" as const, customerProfile: {}, consent: {}, details: {} };
    const { own, connected } = await createShared(client, deal);
    assert.equal(own.engagementId, connected.engagementId);
    assert.notEqual(own.eTag, connected.eTag);
    control.actAs("msft").accept(own.engagementId ?? "");
    assert.equal(control.actAs("msft").referrals()[0]?.direction, "Incoming");
    assert.equal(own.direction, "Outgoing");
    await assert.rejects(client.get(connected.id), { status: 404 });
  });
});
