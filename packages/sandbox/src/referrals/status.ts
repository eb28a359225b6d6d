import { type ReferralState, referralStateMachine } from "@partner-referrals/types";
import { failure } from "../http/failure.ts";
import type { Document } from "../store/store.ts";

interface Rules {
  readonly transitions: readonly string[];
  readonly substatuses: readonly string[];
  readonly isTerminal: boolean;
}

const machine: Readonly<Record<string, Rules>> = referralStateMachine;

type State = Pick<Document, "status" | "substatus">;

/** The states that the service itself puts referrals in. */
export const states: Readonly<Record<"accepted" | "pending" | "expired" | "won", ReferralState>> = {
  accepted: { status: "Active", substatus: "Accepted" },
  pending: { status: "New", substatus: "Pending" },
  expired: { status: "Closed", substatus: "Expired" },
  won: { status: "Closed", substatus: "Won" },
};

function isFinal({ status }: State): boolean {
  return machine[status]?.isTerminal === true;
}

export function isIn(document: State, state: State): boolean {
  return document.status === state.status && document.substatus === state.substatus;
}

/** @throws a failure with 409: nothing about a closed referral changes any more. */
export function refuseFinal(before: State): void {
  if (!isFinal(before)) return;
  throw failure(409, "terminalState", { reason: `${before.substatus} is a final substatus.` });
}

/** @throws a failure with 422 when the status table forbids to go from one state to the other. */
export function checkTransition(before: State, after: State): void {
  const allowed = machine[before.status]?.transitions ?? [];
  if (!allowed.includes(after.status)) {
    throw failure(422, "statusTransition", {
      message: `A referral cannot go from ${before.status} to ${after.status}.`,
      reason: `${before.status} may become ${inWords(allowed)}.`,
    });
  }
  const substatuses = machine[after.status]?.substatuses ?? [];
  if (!substatuses.includes(after.substatus)) {
    throw failure(422, "substatus", {
      message: `The substatus ${after.substatus} does not belong to the status ${after.status}.`,
      target: "substatus",
      reason: `${after.status} goes with ${inWords(substatuses)}.`,
    });
  }
}

function inWords(words: readonly string[]): string {
  return words.join(" or ");
}
