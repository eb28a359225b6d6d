import type { Referral } from "@partner-referrals/types";
import type { ChangeOptions, ReferralsClient } from "./client-types.ts";
import { patchFor } from "./draft.ts";
import { ReferralsPreconditionFailedError } from "./errors/precondition-failed-error.ts";
import { moveTo } from "./status.ts";

/** A client that can read and change referrals. */
type Editor = Pick<ReferralsClient, "get" | "update">;

/** A copy of a referral, to be edited. */
export type ReferralDraft = { -readonly [Property in keyof Referral]: Referral[Property] };

/** Options of `edit`. */
export interface EditOptions extends Omit<ChangeOptions, "clientRequestId"> {
  /** How often to start anew when others change the referral meanwhile. Default 3. */
  readonly conflictLimit?: number | undefined;
}

/**
 * Changes a referral with a function that edits a copy of it.
 *
 * The referral is read; what the function changes is sent as the smallest patch that makes the difference, with `If-Match`.
 * If someone else was faster, the referral is read again and the function applied to that. Nothing is sent when nothing
 * changes. With `ifMatch`, the referral must still have that ETag, and there is one try.
 *
 * @returns the referral as it is now.
 * @throws ReferralsChangeError for a change that the API does not allow; nothing is sent then.
 * @throws ReferralsPreconditionFailedError if the referral keeps changing, or does not have the ETag `ifMatch`.
 * @example
 * const changed = await edit(referrals, id, (deal) => {
 *   deal.details.dealValue = 58000;
 * });
 */
export async function edit(
  client: Editor,
  id: string,
  change: (draft: ReferralDraft) => void,
  { conflictLimit = 3, ifMatch, ...options }: EditOptions = {},
): Promise<Referral> {
  for (let conflicts = 0; ; conflicts++) {
    const current = await client.get(id, options);
    const draft = structuredClone(current);
    change(draft);
    const patch = patchFor(current, draft);
    if (patch.length === 0) return current;
    try {
      return await client.update(id, patch, {
        ...options,
        ifMatch: ifMatch ?? current.eTag,
        returnRepresentation: true,
      });
    } catch (error) {
      const mayTryAgain = ifMatch === undefined && conflicts < conflictLimit;
      if (!mayTryAgain || !(error instanceof ReferralsPreconditionFailedError)) throw error;
    }
  }
}

/**
 * Accepts a referral that was sent to you. Options and errors are those of `edit`.
 *
 * @example
 * await accept(referrals, lead.id);
 */
export function accept(client: Editor, id: string, options?: EditOptions): Promise<Referral> {
  return edit(client, id, moveTo("Accepted"), options);
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
  return edit(client, id, moveTo("Declined", reason), options);
}

/**
 * Closes a referral as won, for good. Options and errors are those of `edit`.
 *
 * @example
 * await win(referrals, deal.id);
 */
export function win(client: Editor, id: string, options?: EditOptions): Promise<Referral> {
  return edit(client, id, moveTo("Won"), options);
}

/**
 * Closes a referral as lost, for good. Options and errors are those of `edit`.
 *
 * @example
 * await lose(referrals, deal.id, "The budget was cut.");
 */
export function lose(client: Editor, id: string, reason: string, options?: EditOptions): Promise<Referral> {
  return edit(client, id, moveTo("Lost", reason), options);
}
