import {
  microsoftTarget,
  type Referral,
  type ReferralCreate,
  type ReferralTarget,
} from "@partner-referrals/types";
import type { ReferralsClient } from "../client.ts";
import { ReferralsPartialShareError } from "../errors.ts";
import type { CallOptions } from "../options.ts";

/** Whom to invite to a deal, and what they should know that your own referral does not say. */
export interface Invitation extends Partial<Omit<ReferralCreate, "engagementId" | "target" | "type">> {
  /** Whom to invite. Default: Microsoft. */
  readonly target?: ReferralTarget[];
}

/** Options of `createShared`. */
export interface CreateSharedOptions extends Omit<CallOptions, "clientRequestId"> {
  /** Your own referral, when an earlier call created it and then failed. It is not created again. */
  readonly resume?: (Pick<Referral, "engagementId"> & Partial<Referral>) | undefined;
}

/** The two referrals of a shared deal. */
export interface SharedReferrals<Own = Referral> {
  readonly own: Own;
  /** The referral of the invited organization. */
  readonly connected: Referral;
}

/**
 * Creates a shared deal in the two documented steps: your own referral, then one of the invited organization with the same
 * `engagementId`.
 *
 * @throws ReferralsPartialShareError when the second step fails. It holds your referral; pass that as `resume` to go on.
 * @example
 * const { own, connected } = await createShared(referrals, { ...deal, type: "Shared" }, {
 *   inviteContext: { notes: "We would like an architect.", assistanceRequestCode: "CustomerTechnicalArchitecture" },
 * });
 */
export async function createShared(
  client: Pick<ReferralsClient, "create">,
  own: ReferralCreate & { readonly type: "Shared" },
  invitation: Invitation = {},
  { resume, ...options }: CreateSharedOptions = {},
): Promise<SharedReferrals<Pick<Referral, "engagementId"> & Partial<Referral>>> {
  const first = resume ?? (await client.create(own, options));
  const { engagementId } = first;
  try {
    const body = { ...own, target: [microsoftTarget], ...invitation, type: own.type, engagementId };
    return { own: first, connected: await client.create(body, options) };
  } catch (cause) {
    throw new ReferralsPartialShareError(first, cause);
  }
}
