import type { Referral, ReferralCreate } from "@partner-referrals/types";
import type { ReferralsClient } from "../client.ts";
import { ReferralsCreationPendingError, ReferralsError } from "../errors.ts";
import { where } from "../filter.ts";
import type { CallOptions } from "../options.ts";
import { listAll } from "../pagination.ts";
import type { CreationLedger, LedgerEntry } from "./ledger.ts";

/** Options of `createOnce`. */
export interface CreateOnceOptions extends Omit<CallOptions, "clientRequestId" | "retryable"> {
  /** Remembers creations. */
  readonly ledger: CreationLedger;
  /**
   * How long a creation whose outcome is unknown may still be executed, in milliseconds. Only then is the referral created
   * again, if it is not there. It must be longer than a call takes with all its attempts (`maxElapsedMs` and `timeoutMs`),
   * and by as much as the clocks of those who share the ledger differ. Default 120,000.
   */
  readonly leaseMs?: number | undefined;
}

/** A referral that has an id of its own in your system. */
export type IdentifiedReferral = ReferralCreate & { readonly externalReferenceId: string };

/** How far the clock of this machine may be ahead of the service's, in milliseconds: a day, for a wrong time zone. */
const clockToleranceMs = 86_400_000;

/**
 * Creates a referral exactly once for each `externalReferenceId`, whatever gets lost: call it again after any error or
 * crash. The API has no idempotency key, so the ledger remembers what was begun, and the client looks among the referrals
 * changed since then before it creates one again.
 *
 * @returns the referral; the one that exists if an earlier call has created it, with the data that it has now.
 * @throws ReferralsCreationPendingError if another call may still create it; `retryAfterMs` says when to try again.
 * @throws TypeError without `externalReferenceId`.
 * @example
 * const ledger = createFileLedger("creations");
 * const deal = await createOnce(referrals, { ...fromCrm(order), externalReferenceId: order.id }, { ledger });
 */
export async function createOnce(
  client: ReferralsClient,
  referral: IdentifiedReferral,
  { ledger, leaseMs = 120_000, ...options }: CreateOnceOptions,
): Promise<Referral> {
  const key = referral.externalReferenceId;
  if (!key) throw new TypeError("createOnce needs an externalReferenceId.");
  const known = await ledger.last(key);
  if (known?.referralId) return client.get(known.referralId, options);
  if (known?.state === "started") {
    const found = await findCreated(client, key, known, options).catch((error: unknown) => {
      // What failed is looking; the referral may be there.
      throw Object.assign(Object(error), { mayHaveExecuted: true });
    });
    if (found) return record(ledger, key, known, found);
    const waitMs = Date.parse(known.at) + leaseMs - Date.now();
    if (waitMs > 0) throw new ReferralsCreationPendingError(key, waitMs);
  }
  const started = nextEntry(known, "started");
  if (!(await ledger.append(key, started))) throw new ReferralsCreationPendingError(key, leaseMs);
  let created: Referral;
  try {
    created = await client.create(referral, options);
  } catch (error) {
    if (!(error instanceof ReferralsError)) throw error;
    if (!error.mayHaveExecuted) {
      await ledger.append(key, nextEntry(started, "failed"));
      throw error;
    }
    // If looking fails too, the error of the creation says more; the next call looks again.
    const found = await findCreated(client, key, started, options).catch(() => undefined);
    if (!found) throw error;
    created = found;
  }
  return record(ledger, key, started, created);
}

/** Appends that the referral exists. */
async function record(
  ledger: CreationLedger,
  key: string,
  previous: LedgerEntry,
  created: Referral,
): Promise<Referral> {
  const { id, engagementId } = created;
  await ledger.append(key, { ...nextEntry(previous, "created"), referralId: id, engagementId });
  return created;
}

/** The entry after another one. */
function nextEntry(previous: LedgerEntry | undefined, state: LedgerEntry["state"]): LedgerEntry {
  return { version: (previous?.version ?? 0) + 1, state, at: new Date().toISOString() };
}

/** Looks for a referral among those created since a creation was started, newest first. */
async function findCreated(
  client: ReferralsClient,
  key: string,
  { at }: LedgerEntry,
  options: Omit<CallOptions, "clientRequestId">,
): Promise<Referral | undefined> {
  const since = new Date(Date.parse(at) - clockToleranceMs);
  const query = {
    // The time of creation cannot be filtered by; what was created since then was also changed since then.
    filter: where("updatedDateTime").ge(since),
    orderby: "createdDateTime desc",
    select: ["id", "externalReferenceId", "createdDateTime"],
  } as const;
  for await (const { id, externalReferenceId, createdDateTime } of listAll(client, query, options)) {
    if (externalReferenceId === key) return client.get(id, options);
    if (Date.parse(createdDateTime) < since.getTime()) return undefined;
  }
  return undefined;
}
