import { ApiError } from "@partner-referrals/server/api-error";
import {
  type Referral,
  type ReferralCreate,
  type ReferralState,
  referralStates,
} from "@partner-referrals/types";
import type { Caller } from "../organizations/caller.ts";
import type { Organizations } from "../organizations/organizations.ts";
import { sendLead } from "../referrals/create.ts";
import type { ReferralRepository } from "../referrals/repository.ts";
import { assertNotClosed } from "../referrals/status.ts";
import { updateReferral } from "../referrals/update.ts";
import { parseReferral } from "../store/store.ts";

/** A referral as the admin API returns it. */
export type ReferralWithoutLinks = Omit<Referral, "links">;

type ClosedSubstatus = Extract<ReferralState, { status: "Closed" }>["substatus"];

/** Plays an organization, such as Microsoft. A referral is named by its own id, or by that of its engagement. */
export interface Actor {
  accept(id: string): ReferralWithoutLinks;
  decline(id: string, statusReason?: string): ReferralWithoutLinks;
  /** Closes a referral as won, lost or otherwise. */
  close(id: string, substatus: ClosedSubstatus, statusReason?: string): ReferralWithoutLinks;
  /** Any other change along the status table. */
  move(id: string, state: ReferralState, statusReason?: string): ReferralWithoutLinks;
  /** Sends a lead to another organization, which has 14 days to respond. */
  sendLead(to: string, referral: ReferralCreate): ReferralWithoutLinks;
  /** All referrals of the organization, oldest first. */
  referrals(): ReferralWithoutLinks[];
}

export function createActor(
  referrals: ReferralRepository,
  organizations: Organizations,
  name: string,
): Actor {
  const organization = organizations.resolve(name);
  const caller: Caller = { organization, role: "admin", email: "" };
  const findOwn = (id: string): string => {
    const candidates = [referrals.get(id), ...referrals.findByEngagement(id)];
    const own = candidates.find((record) => record?.organizationId === organization.id);
    if (own !== undefined) return own.id;
    throw new ApiError(404, "unknownReferral", {
      reason: `${name} has no referral with this id or engagementId.`,
    });
  };
  const move = (id: string, state: ReferralState, statusReason?: string): ReferralWithoutLinks => {
    referrals.expireDue();
    const record = updateReferral({ referrals, caller, id: findOwn(id) }, (before) => {
      assertNotClosed(before);
      return { ...before, ...state, ...(statusReason !== undefined && { statusReason }) };
    });
    return parseReferral(record);
  };
  return {
    move,
    accept: (id) => move(id, referralStates.Accepted),
    decline: (id, reason) => move(id, referralStates.Declined, reason),
    close: (id, substatus, reason) => move(id, referralStates[substatus], reason),
    sendLead: (to, referral) =>
      parseReferral(sendLead(referrals, organization, organizations.resolve(to), referral)),
    referrals: () =>
      referrals
        .all()
        .filter(({ organizationId }) => organizationId === organization.id)
        .map(parseReferral),
  };
}
