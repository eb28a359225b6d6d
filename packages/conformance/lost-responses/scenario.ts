/** One run: random operations on a sandbox whose responses get lost, and a look at what is really there afterwards. */
import assert from "node:assert/strict";
import {
  createMemoryLedger,
  createOnce,
  createReferralsClient,
  createShared,
  edit,
  isReferralsError,
  listAll,
  type ReferralDraft,
  type ReferralsClient,
  ReferralsPartialShareError,
  ReferralsUnknownOutcomeError,
  where,
} from "@partner-referrals/client";
import type { Sandbox } from "@partner-referrals/sandbox";
import type { Referral } from "@partner-referrals/types";
import { createFaultyFetch } from "./faulty-fetch.ts";
import { createRandom, type Random } from "./random.ts";

/** What a run did, for the report. */
export interface Tally {
  succeeded: number;
  failed: number;
  unknown: number;
  faultless: number;
}

/** A change of ours, and whether it was reported as done. */
interface Attempted {
  readonly name: string;
  readonly amount: number;
  readonly outcome: "done" | "not done" | "unknown";
}

const deal = {
  type: "Independent" as const,
  customerProfile: {},
  consent: {},
  details: { dealValue: 0, currency: "USD" },
};
const shared = {
  ...deal,
  type: "Shared" as const,
  target: [{ type: "SolutionProfile", id: "SOL-48213-PRW" }],
  customerProfile: {
    name: "Alpine Ski House",
    address: { country: "CH" },
    team: [{ firstName: "IT", lastName: "Operations", email: "it@alpineskihouse.example" }],
  },
  consent: { consentToContact: true, consentToShareReferralWithMicrosoftSellers: true },
};

/**
 * Runs random operations.
 *
 * @throws AssertionError if a change was lost, doubled or misreported.
 */
export async function run(sandbox: Sandbox, seed: number): Promise<Tally> {
  const random = createRandom(seed);
  const universe = sandbox.universe(`seed-${seed}`);
  const tally: Tally = { succeeded: 0, failed: 0, unknown: 0, faultless: 0 };
  const others = await createOthers(universe.client, random);
  const faulty = createFaultyFetch(random, () => others.work());
  const clientOf = (token: string, fetch?: typeof faulty.fetch) =>
    createReferralsClient({
      baseUrl: sandbox.url,
      // A function, so that another token is asked for after 401.
      token: () => token,
      fetch,
      retry: { baseDelayMs: 0, maxRetries: random.pick([0, 1, 3]) },
      onRequest: ({ headers }) => {
        for (const [name, value] of Object.entries(universe.headers)) headers.set(name, value);
      },
    });
  const ours = clientOf("Proseware:admin", faulty.fetch);

  const attempted: Attempted[] = [];
  const ledger = createMemoryLedger();
  const begun = new Set<string>();
  const engagements: Pick<Referral, "engagementId">[] = [];
  for (let step = 0; step < 6; step++) {
    const controller = new AbortController();
    const { signal } = controller;
    faulty.abort = () => controller.abort();
    const kind = random.pick(["edit", "edit", "edit", "create", "share"]);
    if (kind === "edit") {
      attempted.push(await tryToEdit(ours, others.id, `ours-${step}`, 10 ** step, random, tally, signal));
    } else if (kind === "create") {
      const externalReferenceId = `CRM-${random.pick([1, 2, 3])}`;
      begun.add(externalReferenceId);
      await count(tally, createOnce(ours, { ...deal, externalReferenceId }, { ledger, signal }));
    } else {
      const own = await universe.client.create(shared);
      engagements.push(own);
      await count(tally, createShared(ours, shared, {}, { resume: own, signal }));
    }
  }
  await faulty.settle();

  // The same again without faults, as a job that runs later does it.
  faulty.isFaulty = false;
  await checkEdits(await universe.client.get(others.id), attempted, others);
  for (const externalReferenceId of begun) {
    await createOnce(ours, { ...deal, externalReferenceId }, { ledger, leaseMs: 0 });
  }
  const microsoft = clientOf("msft:admin");
  for (const resume of engagements) {
    await createShared(ours, shared, {}, { resume });
    const filter = where("engagementId").eq(resume.engagementId);
    const { value } = await microsoft.list({ filter });
    assert.equal(value.length, 1, "a connected referral was lost or doubled");
  }
  const created: unknown[] = [];
  for await (const { externalReferenceId } of listAll(ours))
    if (externalReferenceId) created.push(externalReferenceId);
  assert.deepEqual(created.sort(), [...begun].sort(), "a creation was lost or doubled");
  return tally;
}

/** Counts how a call ended. Anything but an error of the client fails the run. */
async function count<T>(tally: Tally, call: Promise<T>): Promise<T | undefined> {
  try {
    const result = await call;
    tally.succeeded++;
    return result;
  } catch (error) {
    if (!isReferralsError(error)) throw error;
    if (error.mayHaveExecuted || error instanceof ReferralsPartialShareError) tally.unknown++;
    else tally.failed++;
    return undefined;
  }
}

async function tryToEdit(
  client: ReferralsClient,
  id: string,
  name: string,
  amount: number,
  random: Random,
  tally: Tally,
  signal: AbortSignal,
): Promise<Attempted> {
  const isTold = random.chance(0.3);
  const current = isTold ? await client.get(id).catch(() => undefined) : undefined;
  const options = { signal, ...(current && { ifMatch: current.eTag }) };
  const change = (draft: ReferralDraft) => {
    draft.team?.push({ firstName: name });
    draft.details.dealValue = (draft.details.dealValue ?? 0) + amount;
  };
  try {
    const changed = await edit(client, id, change, options);
    assert.equal(membersNamed(changed, name), 1, "a success was reported that is not there");
    tally.succeeded++;
    return { name, amount, outcome: "done" };
  } catch (error) {
    if (!isReferralsError(error)) throw error;
    const isUnknown = error.mayHaveExecuted || error instanceof ReferralsUnknownOutcomeError;
    if (isUnknown) tally.unknown++;
    else tally.failed++;
    return { name, amount, outcome: isUnknown ? "unknown" : "not done" };
  }
}

function membersNamed({ team = [] }: Referral, name: string): number {
  return team.filter(({ firstName }) => firstName === name).length;
}

/** Holds the referral to what was reported: what is done is there once, what is not done is not there. */
async function checkEdits(now: Referral, attempted: readonly Attempted[], others: Others): Promise<void> {
  let expected = others.total();
  for (const { name, amount, outcome } of attempted) {
    const times = membersNamed(now, name);
    const allowed = outcome === "unknown" ? [0, 1] : [outcome === "done" ? 1 : 0];
    assert.ok(allowed.includes(times), `${name} was reported as ${outcome} and is there ${times} times`);
    expected += times * amount;
  }
  assert.equal(now.details.dealValue, expected, "the amounts do not add up");
}

/** Someone else who changes the same referral. */
interface Others {
  readonly id: string;
  work(): Promise<void>;
  /** The sum of their amounts. */
  total(): number;
}

async function createOthers(client: ReferralsClient, random: Random): Promise<Others> {
  const { id } = await client.create({ ...deal, team: [{ firstName: "First" }] });
  let total = 0;
  let changes = 0;
  return {
    id,
    total: () => total,
    async work() {
      if (!random.chance(0.1)) return;
      const kind = random.pick(["name", "team", "value"]);
      changes++;
      await edit(client, id, (draft) => {
        if (kind === "name") draft.name = `Theirs ${changes}`;
        else if (kind === "team") draft.team?.push({ firstName: `theirs-${changes}` });
        else draft.details.dealValue = (draft.details.dealValue ?? 0) + 0.5;
      });
      if (kind === "value") total += 0.5;
    },
  };
}
