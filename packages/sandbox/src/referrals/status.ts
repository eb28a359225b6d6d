import { ApiError } from "@partner-referrals/server/api-error";
import { contract, stateMachine } from "@partner-referrals/spec/model";
import type { StoredReferral } from "../store/store.ts";

const machine = stateMachine(contract);

type Status = Pick<StoredReferral, "status" | "substatus">;

export function hasState(referral: Status, state: Status): boolean {
  return referral.status === state.status && referral.substatus === state.substatus;
}

/** Whether nothing about a referral in this state can change any more. */
export function isTerminal({ status }: Status): boolean {
  return machine.get(status)?.isTerminal === true;
}

/** @throws an ApiError with 409 when the referral is closed: nothing about it changes any more. */
export function assertNotClosed(before: Status): void {
  if (!isTerminal(before)) return;
  throw new ApiError(409, "terminalState", { reason: `${before.substatus} is a final substatus.` });
}

/** @throws an ApiError with 422 when the status table does not allow the step from one state to the other. */
export function assertTransition(before: Status, after: Status): void {
  const allowed = machine.get(before.status)?.transitions ?? [];
  if (!allowed.includes(after.status)) {
    throw new ApiError(422, "statusTransition", {
      message: `A referral cannot go from ${before.status} to ${after.status}.`,
      reason: `${before.status} may become ${listAlternatives(allowed)}.`,
    });
  }
  const substatuses = machine.get(after.status)?.substatuses ?? [];
  if (!substatuses.includes(after.substatus)) {
    throw new ApiError(422, "substatus", {
      message: `The substatus ${after.substatus} does not belong to the status ${after.status}.`,
      target: "substatus",
      reason: `${after.status} goes with ${listAlternatives(substatuses)}.`,
    });
  }
}

function listAlternatives(words: readonly string[]): string {
  return words.join(" or ");
}
