import { type ReferralStatus, type ReferralSubstatus, referralStateMachine } from "@partner-referrals/types";
import type { ReferralDraft } from "./edit.ts";

interface State {
  readonly isTerminal: boolean;
  readonly transitions: readonly string[];
  readonly substatuses: readonly string[];
}

const states: Readonly<Record<string, State>> = referralStateMachine;

/**
 * Whether a referral may go from one status to another, as the contract's table says. A final status leads nowhere else.
 *
 * @example
 * canTransition("Active", "New"); // false
 */
export function canTransition(from: ReferralStatus, to: ReferralStatus): boolean {
  return states[from]?.transitions.includes(to) ?? false;
}

/** Whether nothing about a referral in this status can be changed any more. */
export function isFinal(status: ReferralStatus): boolean {
  return states[status]?.isTerminal ?? false;
}

/** Whether the substatus belongs to the status. */
export function belongsTo(substatus: ReferralSubstatus, status: ReferralStatus): boolean {
  return states[status]?.substatuses.includes(substatus) ?? false;
}

/** A change that gives a referral this substatus, with the status that it belongs to. */
export function moveTo(substatus: ReferralSubstatus, reason?: string): (draft: ReferralDraft) => void {
  return (draft) => {
    const status = Object.keys(states).find((name) => states[name]?.substatuses.includes(substatus));
    // A cast, because Object.keys forgets that the keys are statuses.
    draft.status = status as ReferralStatus;
    draft.substatus = substatus;
    if (reason !== undefined) draft.statusReason = reason;
  };
}
