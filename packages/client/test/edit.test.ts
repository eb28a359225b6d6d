import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accept,
  canTransition,
  createPatch,
  createReferralsClient,
  decline,
  edit,
  lose,
  type ReferralDraft,
  ReferralsPreconditionFailedError,
  ReferralsValidationError,
  win,
} from "@partner-referrals/client";
import type { Referral } from "@partner-referrals/types";
import fc from "fast-check";
import { applyPatch, type Stored } from "./referral-service.ts";
import { json, referral, serve } from "./server.ts";

const current: Referral = referral;

/** A service with one referral, whose ETag counts. `between` is called after each read. */
async function service(
  start: Partial<Referral> = {},
  between: (stored: Stored, reads: number) => void = () => {},
) {
  const stored: Stored = structuredClone({ ...current, ...start });
  const sent: unknown[] = [];
  let reads = 0;
  const { url, received } = await serve(({ method, headers, body }, response) => {
    if (method === "GET") {
      json(response, 200, stored);
      between(stored, ++reads);
      return;
    }
    if (headers["if-match"] !== stored.eTag)
      return json(response, 412, { error: { code: "c", message: "m" } });
    const patch = JSON.parse(body);
    sent.push(patch);
    Object.assign(stored, applyPatch(stored, patch), { eTag: `"${Number(stored.eTag.slice(1, -1)) + 1}"` });
    json(response, 200, stored);
  });
  return { referrals: createReferralsClient({ token: "t", baseUrl: url }), stored, sent, received };
}

test("what the function changes is sent as the smallest patch, with If-Match", async () => {
  const { referrals, sent, received } = await service();
  const changed = await edit(referrals, "1", (deal) => {
    deal.details.dealValue = 58000;
    deal.team?.push({ email: "architects@proseware.example" });
    deal.salesStage = "40";
  });
  assert.deepEqual(sent, [
    [
      { op: "replace", path: "/details/dealValue", value: 58000 },
      { op: "add", path: "/team/-", value: { email: "architects@proseware.example" } },
      { op: "add", path: "/salesStage", value: "40" },
    ],
  ]);
  assert.equal(received[1]?.headers["if-match"], '"1"');
  assert.equal(changed.details.dealValue, 58000);
  assert.equal(changed.eTag, '"2"');
});

test("nothing is sent when nothing changes", async () => {
  const { referrals, received } = await service();
  await edit(referrals, "1", (deal) => {
    deal.details = { ...deal.details };
  });
  assert.equal(received.length, 1);
});

test("when someone else was faster, the change is applied to what they left", async () => {
  const { referrals, stored, sent } = await service({}, (stored, reads) => {
    if (reads > 1) return;
    stored.details = { ...stored.details, notes: "Theirs" };
    stored.eTag = '"7"';
  });
  await edit(referrals, "1", (deal) => {
    deal.details.dealValue = 1;
  });
  assert.deepEqual([stored.details.notes, stored.details.dealValue], ["Theirs", 1]);
  assert.equal(sent.length, 1);
});

test("a referral that keeps changing is given up", async () => {
  let count = 10;
  const { referrals, received } = await service({}, (stored) => {
    stored.eTag = `"${count++}"`;
  });
  const change = (deal: ReferralDraft) => {
    deal.details.dealValue = 1;
  };
  await assert.rejects(
    edit(referrals, "1", change, { maxConflictRetries: 2 }),
    ReferralsPreconditionFailedError,
  );
  assert.equal(received.length, 6);
});

test("with an ETag of the caller there is one try", async () => {
  const { referrals, received } = await service();
  const change = (deal: ReferralDraft) => {
    deal.details.dealValue = 1;
  };
  await assert.rejects(edit(referrals, "1", change, { ifMatch: '"0"' }), ReferralsPreconditionFailedError);
  assert.equal(received.length, 2);
});

test("shortcuts set status and substatus together", async () => {
  const pending = { status: "New", substatus: "Pending" } as const;
  const active = { status: "Active", substatus: "Accepted" } as const;
  for (const [start, shortcut, expected] of [
    [pending, accept, ["Active", "Accepted", undefined]],
    [active, win, ["Closed", "Won", undefined]],
    [
      pending,
      (client, id) => decline(client, id, "Out of our region"),
      ["Closed", "Declined", "Out of our region"],
    ],
    [active, (client, id) => lose(client, id, "Price"), ["Closed", "Lost", "Price"]],
  ] satisfies [Partial<Referral>, typeof accept, unknown[]][]) {
    const { referrals, stored } = await service(start);
    await shortcut(referrals, "1");
    assert.deepEqual([stored.status, stored.substatus, stored.statusReason], expected);
  }
});

test("transitions are those of the contract", () => {
  assert.ok(canTransition("New", "Closed"));
  assert.ok(canTransition("Active", "Active"));
  assert.ok(!canTransition("Active", "New"));
  assert.ok(!canTransition("Closed", "Active"));
  assert.ok(!canTransition("None", "New"));
});

const closed = { status: "Closed", substatus: "Won" } as const;
for (const [what, start, change, reason] of [
  ["taking a property away", {}, (d) => void delete d.details.notes, /cannot remove \/details\/notes/],
  [
    "setting a property to undefined",
    {},
    (d) => void Object.assign(d.details, { notes: undefined }),
    /cannot remove/,
  ],
  ["changing the id", {}, (d) => void Object.assign(d, { id: "other" }), /\/id is read-only/],
  [
    "adding what the service sets",
    {},
    (d) => void Object.assign(d, { direction: "Incoming" }),
    /is read-only/,
  ],
  ["changing the links", {}, (d) => void Object.assign(d.links, { self: {} }), /\/links\/self is read-only/],
  [
    "changing the customer's name",
    {},
    (d) => void Object.assign(d.customerProfile, { name: "Other" }),
    /is immutable/,
  ],
  [
    "changing the city",
    {},
    (d) => void Object.assign(d.customerProfile, { address: { city: "Bern" } }),
    /\/customerProfile\/address/,
  ],
  ["reopening", closed, (d) => void Object.assign(d, { status: "Active" }), /can no longer be changed/],
  [
    "changing a closed referral",
    closed,
    (d) => void Object.assign(d, { name: "Other" }),
    /can no longer be changed/,
  ],
  ["going back", {}, (d) => void Object.assign(d, { status: "New" }), /from Active to New/],
  [
    "a substatus of another status",
    {},
    (d) => void Object.assign(d, { substatus: "Won" }),
    /Won does not belong to Active/,
  ],
] satisfies [string, Partial<Referral>, (draft: ReferralDraft) => void, RegExp][]) {
  test(`${what} is rejected, with the reason, before anything is sent`, async () => {
    const { referrals, received } = await service(start);
    await assert.rejects(edit(referrals, "1", change), (error) => {
      assert.ok(error instanceof ReferralsValidationError, String(error));
      assert.match(error.message, reason);
      assert.match(error.target ?? "", /^\//);
      return true;
    });
    assert.equal(received.length, 1);
  });
}

test("a won deal can be registered", async () => {
  const patch = createPatch(
    { ...current, ...closed, registrations: [] },
    {
      ...current,
      ...closed,
      registrations: [{ type: "AzureIPCoSell" }],
    },
  );
  assert.deepEqual(patch, [{ op: "add", path: "/registrations/-", value: { type: "AzureIPCoSell" } }]);
});

test("items are inserted, changed and taken out of arrays", () => {
  const team = (...names: string[]) => ({ ...current, team: names.map((firstName) => ({ firstName })) });
  const paths = (before: Referral, after: Referral) =>
    createPatch(before, after).map(({ op, path }) => `${op} ${path}`);
  assert.deepEqual(paths(team("a", "b"), team("x", "a", "b")), ["add /team/0"]);
  assert.deepEqual(paths(team("a", "b"), team("a", "x", "y", "b")), ["add /team/1", "add /team/2"]);
  assert.deepEqual(paths(team("a", "b"), team("a", "c")), ["replace /team/1/firstName"]);
  assert.deepEqual(paths(team("a", "b"), team("b")), ["replace /team"]);
});

const json1 = fc.jsonValue({ maxDepth: 3 });
const document = fc.dictionary(fc.string({ maxLength: 6 }), json1, { maxKeys: 6 });

test("the patch for a draft, applied to the original, gives the draft", () => {
  let patched = 0;
  fc.assert(
    fc.property(
      document,
      document,
      fc.array(json1, { maxLength: 5 }),
      fc.array(json1, { maxLength: 5 }),
      (a, b, c, d) => {
        // Nothing is taken away, which the API cannot do.
        const before = { ...current, name: null, tracking: { ...a }, list: c };
        const after = { ...before, tracking: { ...a, ...b }, list: d };
        let patch: ReturnType<typeof createPatch>;
        try {
          patch = createPatch(before, after);
        } catch (error) {
          assert.ok(error instanceof ReferralsValidationError);
          return;
        }
        patched++;
        assert.deepEqual(applyPatch(before, patch), JSON.parse(JSON.stringify(after)));
      },
    ),
    { numRuns: 1000 },
  );
  assert.ok(patched > 300, `Only ${patched} of 1000 could be patched.`);
});
