import type { Referral } from "@partner-referrals/types";
import type { ConditionalOptions, ReferralsClient } from "../client.ts";
import {
  ReferralsAbortError,
  ReferralsError,
  ReferralsPreconditionFailedError,
  ReferralsUnexpectedResponseError,
} from "../errors.ts";
import type { ReferralDraft } from "./draft.ts";
import { createPatch } from "./json-patch.ts";
import { type SentChange, wasExecuted } from "./reconcile.ts";
import { setStatus } from "./status.ts";

/** A client that can read and change referrals. */
type Editor = Pick<ReferralsClient, "get" | "update">;

/** Options of `edit`. */
export interface EditOptions extends Omit<ConditionalOptions, "clientRequestId"> {
  /** How often to read again and retry when others have changed the referral in the meantime. Default 3. */
  readonly maxConflictRetries?: number | undefined;
}

/**
 * Changes a draft. It must not be async, and must not return an object: what counts is the draft. (The results of
 * expressions, such as the number that `push` returns, are ignored.)
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a callback with a body returns nothing, and a promise must not compile.
export type Change = (draft: ReferralDraft) => void | undefined | null | boolean | number | string;

/**
 * Changes a referral with a function that edits a copy of it.
 *
 * The referral is read; what the function changes is sent as the smallest patch that makes the difference, with `If-Match`.
 * If someone else has changed the referral in the meantime, it is read again and the function is applied to that. Nothing is
 * sent if nothing changes. With `ifMatch`, the referral must still have that ETag.
 *
 * A change arrives once, also a relative one (`push`, `+= 10`): when a response is lost, the referral is read and compared
 * with what was sent before anything is sent again. An identical change that someone else makes at the same moment cannot
 * be told from one's own.
 *
 * @returns the referral as it is now.
 * @throws ReferralsValidationError for a change that the API does not allow; nothing is sent then.
 * @throws ReferralsPreconditionFailedError if the referral keeps changing, or does not have the ETag `ifMatch`.
 * @throws ReferralsUnknownOutcomeError if a response was lost and the referral does not tell whether the change was executed.
 * @throws ReferralsUnexpectedResponseError if the referral has no ETag, without which a change could overwrite others.
 * @throws TypeError if the function is async, or returns an object.
 * @example
 * const changed = await edit(referrals, id, (deal) => {
 *   deal.details.dealValue = 58000;
 * });
 */
export async function edit(
  client: Editor,
  id: string,
  change: Change,
  { maxConflictRetries = 3, ifMatch, ...options }: EditOptions = {},
): Promise<Referral> {
  /** A change that was sent, and of which nobody knows yet whether it was executed. */
  let pending: SentChange | undefined;
  const read = () => client.get(id, options);
  try {
    for (let conflicts = 1; ; conflicts++) {
      const current = await read();
      const eTag = ifMatch ?? current.eTag;
      if (!eTag)
        throw new ReferralsUnexpectedResponseError("The referral has no ETag to guard the change with.");
      // As long as the referral still has the ETag that was sent, the change may yet be executed.
      if (pending && pending.before.eTag !== current.eTag) {
        if (wasExecuted(pending, current)) return current;
        pending = undefined;
      }
      const sent: SentChange = pending ?? applyChange(current, change);
      if (sent.patch.length === 0) return current;
      try {
        return await client.update(id, sent.patch, { ...options, ifMatch: eTag, returnRepresentation: true });
      } catch (error) {
        if (!(error instanceof ReferralsError)) throw error;
        if (error.mayHaveExecuted) pending = sent;
        if (error instanceof ReferralsAbortError) throw error;
        // Executed, but the service has not returned the referral.
        if (error.status === 204) return await read();
        const isConflict = error instanceof ReferralsPreconditionFailedError;
        if (isConflict && ifMatch === undefined && conflicts <= maxConflictRetries) continue;
        // If reading fails too, the error of the change says more.
        const now = pending && (await read().catch(() => undefined));
        if (pending && now && now.eTag !== pending.before.eTag) {
          if (wasExecuted(pending, now)) return now;
          pending = undefined;
          Object.assign(error, { mayHaveExecuted: false });
        }
        if (!isConflict || conflicts === 1) throw error;
        const message = `Gave up after ${conflicts} conflicts: the referral changes each time. ${error.message}`;
        throw new ReferralsPreconditionFailedError(message, { ...error, cause: error });
      }
    }
  } catch (error) {
    // Also when it is another request that failed.
    if (pending && error instanceof ReferralsError) Object.assign(error, { mayHaveExecuted: true });
    throw error;
  }
}

function applyChange(before: Referral, change: Change): SentChange {
  const after = structuredClone(before);
  const result: unknown = change(after);
  if (result instanceof Promise) {
    // Its change comes too late, and its error would otherwise end the process.
    result.catch(() => {});
    throw new TypeError("The callback of edit must not be async. Await what it needs before you call edit.");
  }
  if (typeof result === "object" && result !== null && result !== after) {
    throw new TypeError("The callback of edit must change the draft, not return another object.");
  }
  return { before, after, patch: createPatch(before, after) };
}

/**
 * Accepts a referral that was sent to you. Options and errors are those of `edit`.
 *
 * @example
 * await accept(referrals, lead.id);
 */
export function accept(client: Editor, id: string, options?: EditOptions): Promise<Referral> {
  return edit(client, id, setStatus("Accepted"), options);
}

/**
 * Declines a referral that was sent to you, for good. Options and errors are those of `edit`.
 *
 * @example
 * await decline(referrals, lead.id, "We do not serve this region.");
 */
export function decline(
  client: Editor,
  id: string,
  reason: string,
  options?: EditOptions,
): Promise<Referral> {
  return edit(client, id, setStatus("Declined", reason), options);
}

/**
 * Closes a referral as won, for good. Options and errors are those of `edit`.
 *
 * @example
 * await win(referrals, deal.id);
 */
export function win(client: Editor, id: string, options?: EditOptions): Promise<Referral> {
  return edit(client, id, setStatus("Won"), options);
}

/**
 * Closes a referral as lost, for good. Options and errors are those of `edit`.
 *
 * @example
 * await lose(referrals, deal.id, "The budget was cut.");
 */
export function lose(client: Editor, id: string, reason: string, options?: EditOptions): Promise<Referral> {
  return edit(client, id, setStatus("Lost", reason), options);
}
