import assert from "node:assert/strict";
import { after, afterEach, describe, test } from "node:test";
import {
  accept,
  any,
  createReferralsClient,
  createShared,
  decline,
  edit,
  listAll,
  lose,
  ReferralsBadRequestError,
  type ReferralsClientOptions,
  ReferralsNotFoundError,
  ReferralsPartialShareError,
  ReferralsPermissionError,
  ReferralsPreconditionFailedError,
  ReferralsValidationError,
  where,
  win,
} from "@partner-referrals/client";
import { createPreviewClient } from "@partner-referrals/client/preview";
import { createWebhookClient } from "@partner-referrals/client/webhooks";
import { startProxy } from "@partner-referrals/mock";
import { startSandbox } from "@partner-referrals/sandbox";
import type { ReferralCreate } from "@partner-referrals/types";
import { createVerifier, observeFetch } from "@partner-referrals/verify";

const sandbox = await startSandbox({ port: 0, logLevel: "silent" });
after(() => sandbox.close());
// Prism's validators share no code with the sandbox. A response that violates the contract becomes a 502.
const proxy = await startProxy({ port: 0, upstream: sandbox.url, errors: true, logLevel: "silent" });
after(() => proxy.close());

const deal: ReferralCreate = {
  name: "Northwind Traders: demand forecasting",
  type: "Independent",
  customerProfile: { name: "Northwind Traders", address: { country: "US" } },
  consent: { consentToContact: true },
  details: { dealValue: 42000, currency: "USD" },
  team: [{ email: "sales@proseware.example" }],
};

for (const [way, baseUrl] of [
  ["directly", sandbox.url],
  ["through the validating proxy", proxy.url],
] as const) {
  describe(`the client and the sandbox, ${way}`, () => {
    let verifier = createVerifier();
    afterEach(() => {
      const { findings } = verifier.report();
      verifier = createVerifier();
      assert.deepEqual(
        findings.filter(({ outcome }) => outcome === "contradicted"),
        [],
      );
    });

    /** A universe of the test's own, with a client of it whose traffic is held to the rules of the contract. */
    function world(options: Partial<ReferralsClientOptions> = {}) {
      const universe = sandbox.universe(crypto.randomUUID());
      const own: ReferralsClientOptions = {
        token: "Proseware:admin",
        baseUrl,
        retry: { baseDelayMs: 1 },
        fetch: observeFetch(verifier),
        ...options,
        onRequest: ({ headers }) => {
          for (const [name, value] of Object.entries(universe.headers)) headers.set(name, value);
        },
      };
      return { ...universe, own, referrals: createReferralsClient(own) };
    }

    test("a deal is created, changed with a function and won", async () => {
      const { referrals } = world();
      const created = await referrals.create(deal);
      assert.deepEqual([created.status, created.substatus], ["Active", "Accepted"]);
      const changed = await edit(referrals, created.id, (draft) => {
        draft.details.dealValue = 58000;
        draft.team?.push({ email: "architects@proseware.example" });
      });
      assert.deepEqual([changed.details.dealValue, changed.team?.length], [58000, 2]);
      assert.notEqual(changed.eTag, created.eTag);
      assert.equal((await win(referrals, created.id)).substatus, "Won");
      await assert.rejects(lose(referrals, created.id, "Too late"), ReferralsValidationError);
    });

    test("what was changed meanwhile is not overwritten", async () => {
      const { referrals } = world();
      const { id, eTag } = await referrals.create(deal);
      await edit(referrals, id, (draft) => {
        draft.name = "First";
      });
      const patch = [{ op: "replace" as const, path: "/name", value: "Second" }];
      await assert.rejects(referrals.update(id, patch, { ifMatch: eTag }), ReferralsPreconditionFailedError);
      const { links, ...body } = await referrals.get(id);
      const replaced = await referrals.replace(id, { ...body, name: "Third" }, { ifMatch: body.eTag });
      assert.equal(replaced.name, "Third");
    });

    test("ten edits at once are all there in the end", async () => {
      const { referrals } = world();
      const { id } = await referrals.create(deal);
      const edits = Array.from({ length: 10 }, (_, index) =>
        edit(referrals, id, (draft) => void draft.team?.push({ email: `${index}@proseware.example` }), {
          maxConflictRetries: 50,
        }),
      );
      await Promise.all(edits);
      assert.equal((await referrals.get(id)).team?.length, 11);
    });

    test("filters find what they say, and pages hold all of it", async () => {
      const { referrals } = world();
      for (let index = 0; index < 105; index++) {
        await referrals.create({
          ...deal,
          name: `Deal ${index}`,
          type: index % 2 ? "Shared" : "Independent",
        });
      }
      const mine = any("team", (member) => member("email").eq("sales@proseware.example"));
      const filter = mine
        .and(where("customerProfile/address/country").eq("US"))
        .and(where("status").eq("Active"));
      const names = new Set<unknown>();
      for await (const { name } of listAll(referrals, {
        filter,
        orderby: "createdDateTime",
        select: ["name"],
      })) {
        names.add(name);
      }
      assert.equal(names.size, 105);
      const shared = await referrals.list({ filter: where("type").eq("Shared"), count: true, top: 1 });
      assert.deepEqual([shared["@odata.count"], shared.value.length], [52, 1]);
    });

    test("a lead is accepted, another declined", async () => {
      const { referrals, control } = world();
      const leads = [deal, deal].map((lead) => control.actAs("msft").sendLead("Proseware", lead));
      const waiting = where("direction").eq("Incoming").and(where("substatus").eq("Pending"));
      assert.equal((await referrals.list({ filter: waiting })).value.length, 2);
      assert.equal((await accept(referrals, leads[0]?.id ?? "")).status, "Active");
      assert.equal((await decline(referrals, leads[1]?.id ?? "", "Not our region")).substatus, "Declined");
      assert.equal((await referrals.list({ filter: waiting })).value.length, 0);
    });

    test("a deal is shared in two steps, also when the second one fails at first", async () => {
      const { referrals, control } = world({ retry: false });
      const own = {
        ...deal,
        type: "Shared" as const,
        target: [{ type: "SolutionProfile", id: "SOL-48213-PRW" }],
      };
      let creates = 0;
      const failing = {
        get: referrals.get,
        create: (...call: Parameters<typeof referrals.create>) => {
          if (++creates === 2) control.fail({ kind: 500, match: { operationId: "createReferral" } });
          return referrals.create(...call);
        },
      };
      const error: unknown = await createShared(failing, own).catch((reason: unknown) => reason);
      assert.ok(error instanceof ReferralsPartialShareError);
      const shared = await createShared(referrals, own, {}, { resume: error.own });
      assert.equal(shared.connected.organizationId, "msft");
      // The other organization's referral is its own.
      await assert.rejects(referrals.get(String(shared.connected.id)), ReferralsNotFoundError);
      control.actAs("msft").accept(error.engagementId);
    });

    test("throttling and outages are sat out", async () => {
      const { referrals, control } = world();
      const { id } = await referrals.create(deal);
      const match = { operationId: "getReferral" };
      control.fail({ kind: 429, retryAfter: 0, match });
      control.fail({ kind: 503, retryAfter: 0, match });
      assert.equal((await referrals.get(id)).id, id);
    });

    test("what is wrong is told with its place", async () => {
      const { referrals } = world();
      await assert.rejects(referrals.create({ ...deal, details: { currency: "dollars" } }), (error) => {
        assert.ok(error instanceof ReferralsBadRequestError);
        assert.match(`${error.message} ${error.target}`, /currency/);
        return true;
      });
    });

    test("a user without the role is rejected", async () => {
      const { referrals } = world({ token: "Proseware:none" });
      await assert.rejects(referrals.list(), ReferralsPermissionError);
    });

    test("the preview works on the same referrals", async () => {
      const { own, referrals } = world();
      const preview = createPreviewClient(own);
      const created = await preview.create({
        CustomerProfile: { Name: "Northwind Traders" },
        Details: { Notes: "x" },
      });
      assert.equal((await preview.get(created.id)).customerProfile.name, "Northwind Traders");
      await preview.update(created.id, { Status: "Won" });
      assert.equal((await referrals.get(created.id)).substatus, "Won");
    });

    test("events are registered for", async () => {
      const { own } = world();
      const webhooks = createWebhookClient(own);
      const registration = { WebhookUrl: "http://127.0.0.1:9/", WebhookEvents: ["referral-created"] };
      await webhooks.register(registration);
      assert.deepEqual((await webhooks.get()).WebhookEvents, registration.WebhookEvents);
      assert.ok((await webhooks.listEventNames()).includes("related-referral-updated"));
    });
  });
}
