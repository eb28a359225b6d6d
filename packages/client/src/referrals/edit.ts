import type { Referral } from "@partner-referrals/types";
import type { ConditionalOptions, ReferralsClient } from "../client.ts";
import { ReferralsPreconditionFailedError } from "../errors.ts";
import type { ReferralDraft } from "./draft.ts";
import { createPatch } from "./json-patch.ts";
import { setStatus } from "./status.ts";

/** A client that can read and change referrals. */
type Editor = Pick<ReferralsClient, "get" | "update">;

/** Options of `edit`. */
export interface EditOptions extends Omit<ConditionalOptions, "clientRequestId"> {
  /** How often to read again and retry when others have changed the referral in the meantime. Default 3. */
  readonly maxConflictRetries?: number | undefined;
}

/**
 * Changes a referral with a function that edits a copy of it.
 *
 * The referral is read; what the function changes is sent as the smallest patch that makes the difference, with `If-Match`.
 * If someone else was faster, the referral is read again and the function applied to that. Nothing is sent when nothing
 * changes. With `ifMatch`, the referral must still have that ETag, and there is one try.
 *
 * @returns the referral as it is now.
 * @throws ReferralsValidationError for a change that the API does not allow; nothing is sent then.
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
  { maxConflictRetries = 3, ifMatch, ...options }: EditOptions = {},
): Promise<Referral> {
  for (let conflicts = 0; ; conflicts++) {
    const current = await client.get(id, options);
    const draft = structuredClone(current);
    change(draft);
    const patch = createPatch(current, draft);
    if (patch.length === 0) return current;
    try {
      return await client.update(id, patch, {
        ...options,
        ifMatch: ifMatch ?? current.eTag,
        returnRepresentation: true,
      });
    } catch (error) {
      const mayTryAgain = ifMatch === undefined && conflicts < maxConflictRetries;
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
