import type { Referral, ReferralCreate, ReferralState, ReferralSubstatus } from "@partner-referrals/types";
import type { Caller } from "../auth/caller.ts";
import { failure } from "../http/failure.ts";
import { makeChange } from "../referrals/change.ts";
import { sendLead } from "../referrals/create.ts";
import { parse } from "../referrals/find.ts";
import { refuseFinal, states } from "../referrals/state.ts";
import type { Document } from "../store/store.ts";
import type { Universe } from "../universe.ts";

/** A referral as the controls show it: without links. */
export type BareReferral = Omit<Referral, "links">;

type ClosedSubstatus = Extract<ReferralState, { status: "Closed" }>["substatus"];

/** Plays an organization, such as Microsoft. A referral is named by its own id, or by that of its engagement. */
export interface Actor {
  accept(id: string): BareReferral;
  decline(id: string, statusReason?: string): BareReferral;
  /** Ends a referral as won, lost or otherwise. */
  close(id: string, substatus: ClosedSubstatus, statusReason?: string): BareReferral;
  /** Any other change along the status table. */
  move(id: string, state: ReferralState, statusReason?: string): BareReferral;
  /** Sends a lead to another organization, which has 14 days to answer it. */
  sendLead(to: string, referral: ReferralCreate): BareReferral;
  /** All referrals of the organization, oldest first. */
  referrals(): BareReferral[];
}

export function createActor(universe: Universe, name: string): Actor {
  const organization = universe.organizations.find(name);
  const caller: Caller = { organization, role: "admin", email: "" };
  const move = (
    id: string,
    state: { status: Document["status"]; substatus: ReferralSubstatus },
    reason?: string,
  ) => {
    universe.catchUp();
    const row = makeChange({ universe, caller, id: find(id) }, (before) => {
      refuseFinal(before);
      return { ...before, ...state, ...(reason !== undefined && { statusReason: reason }) };
    });
    return parse(row);
  };
  const find = (id: string): string => {
    const candidates = [
      universe.store.get(id.toLowerCase()),
      ...universe.store.inEngagement(id.toLowerCase()),
    ];
    const own = candidates.find((row) => row?.organization === organization.id);
    if (own !== undefined) return own.id;
    throw failure(404, "unknownReferral", {
      reason: `${name} has no referral with this id or engagementId.`,
    });
  };
  return {
    move,
    accept: (id) => move(id, states.accepted),
    decline: (id, reason) =>
      move(id, { status: "Closed", substatus: "Declined" } satisfies ReferralState, reason),
    close: (id, substatus, reason) =>
      move(id, { status: "Closed", substatus } satisfies ReferralState, reason),
    sendLead: (to, referral) =>
      parse(sendLead(universe, organization, universe.organizations.find(to), referral)),
    referrals: () =>
      universe.store
        .all()
        .filter((row) => row.organization === organization.id)
        .map(parse),
  };
}
