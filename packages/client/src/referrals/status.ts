import {
  type ReferralStatus,
  type ReferralSubstatus,
  referralStateMachine,
  referralStates,
} from "@partner-referrals/types";
import type { ReferralDraft } from "./draft.ts";

interface State {
  readonly isTerminal: boolean;
  readonly transitions: readonly string[];
  readonly substatuses: readonly string[];
}

const stateMachine: Readonly<Record<string, State>> = referralStateMachine;

/**
 * Whether a referral may go from one status to another, as the contract's table says. A terminal status leads nowhere else.
 *
 * @example
 * canTransition("Active", "New"); // false
 */
export function canTransition(from: ReferralStatus, to: ReferralStatus): boolean {
  return stateMachine[from]?.transitions.includes(to) ?? false;
}

/** Whether a referral in this status can no longer be changed. */
export function isTerminal(status: ReferralStatus): boolean {
  return stateMachine[status]?.isTerminal ?? false;
}

/** Whether the substatus belongs to the status. */
export function isSubstatusOf(substatus: ReferralSubstatus, status: ReferralStatus): boolean {
  return stateMachine[status]?.substatuses.includes(substatus) ?? false;
}

/** Returns a change that sets a substatus and the status that it belongs to. */
export function setStatus(
  substatus: keyof typeof referralStates,
  reason?: string,
): (draft: ReferralDraft) => void {
  return (draft) => {
    Object.assign(draft, referralStates[substatus]);
    if (reason !== undefined) draft.statusReason = reason;
  };
}
