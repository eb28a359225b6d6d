import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { collection, deal, start, type TestResponse, type TestSandbox } from "./support/sandbox.ts";

const runs = Number(process.env.WALKS ?? 12);

/** What the test believes a referral to be. Its rules are written out here once more, on purpose. */
interface ModelReferral {
  readonly id: string;
  readonly engagementId: string;
  readonly owner: string;
  readonly isShared: boolean;
  status: string;
  substatus: string;
  value: number;
  eTag: string;
}

const mayBecome: Record<string, string[]> = {
  New: ["New", "Active", "Closed"],
  Active: ["Active", "Closed"],
  Closed: [],
};
const substatuses: Record<string, string[]> = {
  New: ["Pending", "Received"],
  Active: ["Accepted"],
  Closed: ["Won", "Lost", "Declined", "Expired", "Error"],
};
const organizations = ["Proseware", "Fabrikam"];

interface World {
  readonly sandbox: TestSandbox;
  readonly headers: Record<string, string>;
  readonly referrals: ModelReferral[];
}

type Step = (world: World) => Promise<void>;

const call = (
  { sandbox, headers }: World,
  who: number,
  method: string,
  path: string,
  body?: unknown,
  more = {},
) =>
  sandbox.call(method, path, {
    ...{ token: `${organizations[who]}:admin`, headers: { ...headers, ...more } },
    ...(body !== undefined && { body }),
  });
const pick = ({ referrals }: World, index: number) => referrals[index % Math.max(referrals.length, 1)];
const path = ({ id }: ModelReferral) => `${collection}/${id}`;

/** Compares what the sandbox says with what the model believes. */
function assertSame({ body }: TestResponse, referral: ModelReferral): void {
  const { id, engagementId, status, substatus, eTag, organizationName, details } = body;
  const { isShared: _, owner, value, ...rest } = referral;
  assert.deepEqual({ id, engagementId, status, substatus, eTag }, rest);
  assert.deepEqual([organizationName, details.dealValue], [owner, value]);
}

const create =
  (who: number, isShared: boolean): Step =>
  async (world) => {
    const { status, body } = await call(world, who, "POST", collection, {
      ...deal,
      type: isShared ? "Shared" : "Independent",
    });
    assert.equal(status, 200);
    const owner = organizations[who] ?? "";
    const { id, engagementId, eTag } = body;
    world.referrals.push({
      id,
      engagementId,
      owner,
      isShared,
      status: "Active",
      substatus: "Accepted",
      value: 42000,
      eTag,
    });
  };

const share =
  (who: number, index: number): Step =>
  async (world) => {
    const referral = pick(world, index);
    if (referral === undefined) return;
    const owner = organizations[1 - who] ?? "";
    const target = [{ type: "BusinessProfileLocation", id: owner }];
    const { engagementId } = referral;
    const { status, body } = await call(world, who, "POST", collection, {
      ...deal,
      type: "Shared",
      engagementId,
      target,
    });
    const own = world.referrals.find(
      (other) => other.engagementId === engagementId && other.owner === organizations[who],
    );
    const isTaken = world.referrals.some(
      (other) => other.engagementId === engagementId && other.owner === owner,
    );
    if (own === undefined) assert.equal(status, 404);
    else if (own.status === "Closed" || !own.isShared || isTaken) assert.equal(status, 409);
    else {
      assert.equal(status, 200);
      const { id, eTag } = body;
      world.referrals.push({
        id,
        engagementId,
        owner,
        isShared: true,
        status: "New",
        substatus: "Pending",
        value: 42000,
        eTag,
      });
    }
  };

const read =
  (who: number, index: number): Step =>
  async (world) => {
    const referral = pick(world, index);
    if (referral === undefined) return;
    const response = await call(world, who, "GET", path(referral));
    if (referral.owner !== organizations[who]) assert.equal(response.status, 404);
    else assertSame(response, referral);
  };

const move =
  (
    who: number,
    index: number,
    status: string,
    substatus: string,
    condition: "none" | "current" | "stale",
  ): Step =>
  async (world) => {
    const referral = pick(world, index);
    if (referral === undefined) return;
    const patch = [
      { op: "replace", path: "/status", value: status },
      { op: "replace", path: "/substatus", value: substatus },
    ];
    const ifMatch = { none: {}, current: { "if-match": referral.eTag }, stale: { "if-match": '"stale"' } }[
      condition
    ];
    const response = await call(world, who, "PATCH", path(referral), patch, {
      prefer: "return=representation",
      ...ifMatch,
    });
    const expected = expectMove(referral, organizations[who] ?? "", status, substatus, condition);
    assert.equal(response.status, expected, JSON.stringify(response.body));
    if (expected !== 200) return;
    assert.notEqual(response.body.eTag, referral.eTag);
    Object.assign(referral, { status, substatus, eTag: response.body.eTag });
    assertSame(response, referral);
  };

function expectMove(
  referral: ModelReferral,
  caller: string,
  status: string,
  substatus: string,
  condition: string,
): number {
  if (!substatuses[status]?.includes(substatus)) return 400;
  if (referral.owner !== caller) return 404;
  if (condition === "stale") return 412;
  if (referral.status === "Closed") return 409;
  return mayBecome[referral.status]?.includes(status) ? 200 : 422;
}

const setValue =
  (who: number, index: number, value: number, isPut: boolean): Step =>
  async (world) => {
    const referral = pick(world, index);
    if (referral === undefined) return;
    const headers = { "if-match": referral.eTag, prefer: "return=representation" };
    const { status, substatus } = referral;
    const type = referral.isShared ? "Shared" : "Independent";
    const response = isPut
      ? await call(
          world,
          who,
          "PUT",
          path(referral),
          { ...deal, type, status, substatus, details: { dealValue: value } },
          headers,
        )
      : await call(
          world,
          who,
          "PATCH",
          path(referral),
          [{ op: "replace", path: "/details/dealValue", value: String(value) }],
          headers,
        );
    if (referral.owner !== organizations[who]) assert.equal(response.status, 404);
    else if (status === "Closed") assert.equal(response.status, 409);
    else {
      Object.assign(referral, { value, eTag: response.body.eTag });
      assertSame(response, referral);
    }
  };

/** Both have read the same version. One of the two changes has to lose, and the other must be there afterwards. */
const race =
  (index: number): Step =>
  async (world) => {
    const referral = pick(world, index);
    if (referral === undefined || referral.status === "Closed") return;
    const who = organizations.indexOf(referral.owner);
    const responses = await Promise.all(
      [1, 2].map((value) =>
        call(world, who, "PATCH", path(referral), [{ op: "replace", path: "/details/dealValue", value }], {
          ...{ "if-match": referral.eTag, prefer: "return=representation" },
        }),
      ),
    );
    assert.deepEqual(responses.map(({ status }) => status).toSorted(), [200, 412]);
    const winner = responses.find(({ status }) => status === 200);
    assert.ok(winner);
    Object.assign(referral, { value: winner.body.details.dealValue, eTag: winner.body.eTag });
    assertSame(await call(world, who, "GET", path(referral)), referral);
  };

const list =
  (who: number, filter: readonly [string, (referral: ModelReferral) => boolean]): Step =>
  async (world) => {
    const [text, fits] = filter;
    const { status, body } = await call(
      world,
      who,
      "GET",
      `${collection}?${new URLSearchParams({ $filter: text, $count: "true" })}`,
    );
    assert.equal(status, 200);
    const expected = world.referrals.filter(
      (referral) => referral.owner === organizations[who] && fits(referral),
    );
    assert.deepEqual(
      body.value.map(({ id }: { id: string }) => id).toSorted(),
      expected.map(({ id }) => id).toSorted(),
    );
    assert.equal(body["@odata.count"], expected.length);
  };

const filters: [string, (referral: ModelReferral) => boolean][] = [
  ["status eq 'Closed'", ({ status }) => status === "Closed"],
  [
    "substatus in ('Pending','Accepted') and details/dealValue gt 1000",
    ({ substatus, value }) => ["Pending", "Accepted"].includes(substatus) && value > 1000,
  ],
  ["not (type eq 'Shared' or status eq 'New')", ({ isShared, status }) => !(isShared || status === "New")],
];

const who = fc.integer({ min: 0, max: 1 });
const index = fc.nat(20);
const state = fc.tuple(
  fc.constantFrom("New", "Active", "Closed"),
  fc.constantFrom(...Object.values(substatuses).flat()),
);
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(who, fc.boolean()).map((given) => create(...given)) },
  { weight: 2, arbitrary: fc.tuple(who, index).map((given) => share(...given)) },
  { weight: 2, arbitrary: fc.tuple(who, index).map((given) => read(...given)) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(who, index, state, fc.constantFrom("none" as const, "current" as const, "stale" as const))
      .map(([caller, at, [status, substatus], condition]) => move(caller, at, status, substatus, condition)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(who, index, fc.integer({ min: 0, max: 1e6 }), fc.boolean())
      .map((given) => setValue(...given)),
  },
  { weight: 1, arbitrary: index.map(race) },
  { weight: 2, arbitrary: fc.tuple(who, fc.constantFrom(...filters)).map((given) => list(...given)) },
);

describe("Any sequence of operations by two organizations", () => {
  test("gets what a simple model of the rules predicts", async () => {
    const sandbox = await start();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 20, maxLength: 40, size: "max" }), async (sequence) => {
        const name = `model-${run++}`;
        const world: World = { sandbox, headers: sandbox.universe(name).headers, referrals: [] };
        for (const step of sequence) await step(world);
        for (const [at] of organizations.entries())
          for (const [index] of world.referrals.entries()) await read(at, index)(world);
        const journal = await sandbox.universe(name).control.journal();
        assert.deepEqual(
          journal.filter(({ violations }) => violations.response.length > 0),
          [],
        );
      }),
      { numRuns: runs },
    );
  });
});
