import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import {
  createReferralsClient,
  createShared,
  ReferralsPartialShareError,
  ReferralsServerError,
} from "@partner-referrals/client";
import { json, referral, serve } from "./server.ts";

const deal = {
  type: "Shared" as const,
  name: "Guest data platform",
  target: [{ type: "SolutionProfile", id: "SOL-48213-PRW" }],
  customerProfile: { name: "Alpine Ski House" },
  consent: {},
  details: {},
};
const invitation = { inviteContext: { notes: "We would like an architect." } };

/** A service that creates referrals of one engagement, after `failures` of the connected one. */
async function service(failures = 0) {
  let left = failures;
  const { url, received } = await serve(({ body }, response) => {
    const { engagementId } = JSON.parse(body);
    if (engagementId && left-- > 0)
      return json(response, 500, { error: { code: "generalException", message: "No." } });
    json(response, 200, { ...referral, id: engagementId ? "connected" : "own" });
  });
  const bodies = () => received.map(({ body }) => JSON.parse(body));
  return { referrals: createReferralsClient({ token: "t", baseUrl: url }), bodies };
}

test("the two documented steps are taken, Microsoft invited by default", async () => {
  const { referrals, bodies } = await service();
  const shared = await createShared(referrals, deal, invitation);
  assert.deepEqual([shared.own.id, shared.connected.id], ["own", "connected"]);
  assert.deepEqual(bodies(), [
    deal,
    {
      ...deal,
      ...invitation,
      engagementId: referral.engagementId,
      target: [{ type: "BusinessProfileLocation", id: "msft" }],
    },
  ]);
});

test("another partner can be invited", async () => {
  const { referrals, bodies } = await service();
  const target = [{ type: "BusinessProfileLocation", id: "1c8e4f70-9a2b-4d63-b5e1-7f0d3c6a9e28" }];
  await createShared(referrals, deal, { ...invitation, target });
  assert.deepEqual(bodies()[1].target, target);
});

test("when the second step fails, the error has what the first one made, and the call can be resumed", async () => {
  const { referrals, bodies } = await service(1);
  const error: unknown = await createShared(referrals, deal, invitation).catch((reason: unknown) => reason);
  assert.ok(error instanceof ReferralsPartialShareError);
  assert.ok(error.cause instanceof ReferralsServerError);
  assert.equal(error.engagementId, referral.engagementId);
  assert.equal(error.own.id, "own");
  assert.doesNotMatch(inspect(error), /Northwind/);

  const shared = await createShared(referrals, deal, invitation, { resume: error.own });
  assert.equal(shared.connected.id, "connected");
  assert.equal(bodies().length, 3);
  assert.equal(bodies()[2].engagementId, referral.engagementId);
});

test("when the first step fails, nothing was made and the error is that of the call", async () => {
  const { url } = await serve((_, response) => json(response, 400, { error: { code: "c", message: "m" } }));
  const referrals = createReferralsClient({ token: "t", baseUrl: url });
  await assert.rejects(createShared(referrals, deal), { name: "ReferralsBadRequestError" });
});

describe("a deal whose second response was lost", () => {
  /** A service that has one connected referral in an engagement, and loses its first response. */
  async function losing(status: Partial<typeof referral> | { status: "Closed"; substatus: "Won" } = {}) {
    let isConnected = false;
    const { url } = await serve(({ method, body }, response) => {
      if (method === "GET") return json(response, 200, { ...referral, type: "Shared", id: "own", ...status });
      const { engagementId } = JSON.parse(body);
      if (!engagementId) return json(response, 200, { ...referral, id: "own" });
      if (isConnected)
        return json(response, 409, { error: { code: "alreadyConnected", message: "Exists." } });
      isConnected = true;
      response.socket?.destroy();
    });
    return createReferralsClient({ token: "t", baseUrl: url });
  }

  test("is partially shared, and says that the connected referral may exist", async () => {
    await assert.rejects(createShared(await losing(), deal, invitation), (error) => {
      assert.ok(error instanceof ReferralsPartialShareError);
      assert.equal(error.mayHaveExecuted, true);
      assert.match(error.message, /may not exist/);
      return true;
    });
  });

  test("can be resumed: 409 means that the connected referral exists, and its id is not known", async () => {
    const referrals = await losing();
    const error: unknown = await createShared(referrals, deal).catch((reason: unknown) => reason);
    assert.ok(error instanceof ReferralsPartialShareError);
    const shared = await createShared(referrals, deal, invitation, { resume: error.own });
    assert.equal(shared.own.id, "own");
    assert.deepEqual(shared.connected, { engagementId: referral.engagementId });
  });

  for (const [why, own] of [
    ["is closed", { status: "Closed", substatus: "Won" }],
    ["is not shared", { type: "Independent" }],
  ] as const) {
    test(`is not taken for shared when the conflict is that one's own referral ${why}`, async () => {
      const referrals = await losing(own);
      const error: unknown = await createShared(referrals, deal).catch((reason: unknown) => reason);
      assert.ok(error instanceof ReferralsPartialShareError);
      await assert.rejects(
        createShared(referrals, deal, invitation, { resume: error.own }),
        ReferralsPartialShareError,
      );
    });
  }
});

test("the error of a partially shared deal has the status and the code of its cause", async () => {
  const { referrals } = await service(1);
  await assert.rejects(createShared(referrals, deal), {
    status: 500,
    code: "generalException",
    method: "POST",
  });
});
