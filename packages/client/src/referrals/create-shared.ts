import {
  microsoftTarget,
  type Referral,
  type ReferralCreate,
  type ReferralTarget,
} from "@partner-referrals/types";
import type { ReferralsClient } from "../client.ts";
import { type KnownReferral, ReferralsConflictError, ReferralsPartialShareError } from "../errors.ts";
import type { CallOptions } from "../options.ts";
import { isTerminal } from "./status.ts";

/** Whom to invite to a deal, and what they should know that your own referral does not say. */
export interface Invitation extends Partial<Omit<ReferralCreate, "engagementId" | "target" | "type">> {
  /** Whom to invite. Default: Microsoft. */
  readonly target?: ReferralTarget[];
}

/** Options of `createShared`. */
export interface CreateSharedOptions extends Omit<CallOptions, "clientRequestId" | "retryable"> {
  readonly resume?: undefined;
}

/** Options of `createShared` for a deal of which your own referral exists. */
export interface ResumeSharedOptions extends Omit<CallOptions, "clientRequestId" | "retryable"> {
  /** Your own referral, created by an earlier call or by `createOnce`. It is not created again. */
  readonly resume: KnownReferral;
}

/** The two referrals of a shared deal. */
export interface SharedReferrals<Own = Referral, Connected = Referral> {
  readonly own: Own;
  /**
   * The referral of the invited organization. Store its `id` with your deal: events about it (`isRelated`) have this id as
   * their `referralId`, nothing else leads from them to your deal, and it cannot be read later.
   */
  readonly connected: Connected;
}

const sharedType = "Shared";

/** A deal whose own referral is `own`. */
type SharedReferral = ReferralCreate & { readonly type: typeof sharedType };

/**
 * Creates a shared deal in the two documented steps: your own referral, then one of the invited organization with the same
 * `engagementId`.
 *
 * To survive a lost response or a crash, create your own referral with `createOnce` and pass it as `resume`. When an earlier
 * call has created the connected referral too, the service responds with 409, and `connected` is known to exist, but not its
 * `id`: the first related event with an id that you do not know is about one of these deals.
 *
 * @throws ReferralsPartialShareError if the second step fails. It holds your referral; pass that as `resume` to go on.
 * @example
 * const { own, connected } = await createShared(referrals, { ...deal, type: "Shared" }, {
 *   inviteContext: { notes: "We would like an architect.", assistanceRequestCode: "CustomerTechnicalArchitecture" },
 * });
 * await crm.save({ referralId: own.id, connectedId: connected.id });
 */
export function createShared(
  client: Pick<ReferralsClient, "create" | "get">,
  own: SharedReferral,
  invitation?: Invitation,
  options?: CreateSharedOptions,
): Promise<SharedReferrals>;
export function createShared<Own extends KnownReferral>(
  client: Pick<ReferralsClient, "create" | "get">,
  own: SharedReferral,
  invitation: Invitation | undefined,
  options: ResumeSharedOptions & { readonly resume: Own },
): Promise<SharedReferrals<Own, KnownReferral>>;
export async function createShared(
  client: Pick<ReferralsClient, "create" | "get">,
  own: SharedReferral,
  invitation: Invitation = {},
  { resume, ...options }: CreateSharedOptions | ResumeSharedOptions = {},
): Promise<SharedReferrals<KnownReferral, KnownReferral>> {
  const first = resume ?? (await client.create(own, options));
  const { engagementId } = first;
  try {
    const body = { ...own, target: [microsoftTarget], ...invitation, type: own.type, engagementId };
    return { own: first, connected: await client.create(body, options) };
  } catch (cause) {
    // An engagement has one connected referral, so an earlier call has created it.
    if (resume && cause instanceof ReferralsConflictError && (await canBeShared(client, resume, options)))
      return { own: first, connected: { engagementId } };
    throw new ReferralsPartialShareError(first, cause);
  }
}

/** Whether nothing about the own referral explains a conflict. */
async function canBeShared(
  client: Pick<ReferralsClient, "get">,
  { id }: KnownReferral,
  options: Omit<CallOptions, "clientRequestId">,
): Promise<boolean> {
  if (id === undefined) return true;
  const own = await client.get(id, options).catch(() => undefined);
  return own !== undefined && own.type === sharedType && !isTerminal(own.status);
}
