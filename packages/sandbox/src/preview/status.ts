import type { previewReferralStatusValues, ReferralState } from "@partner-referrals/types";
import { isIn } from "../referrals/state.ts";
import type { Document } from "../store/store.ts";

type PreviewStatus = (typeof previewReferralStatusValues)[number];

/** What the statuses of the preview are in version 1.0. */
const states: Record<PreviewStatus, ReferralState> = {
  Pending: { status: "New", substatus: "Pending" },
  Active: { status: "Active", substatus: "Accepted" },
  Won: { status: "Closed", substatus: "Won" },
  Lost: { status: "Closed", substatus: "Lost" },
  Archived: { status: "Closed", substatus: "Declined" },
};

/** The state that a status of the preview means; undefined for one that the preview does not know. */
export function toState(status: string): ReferralState | undefined {
  // A cast, because only own members are looked at.
  return Object.hasOwn(states, status) ? states[status as PreviewStatus] : undefined;
}

/** How the preview shows a state. What it has no word for was put away. */
export function toPreviewStatus(document: Document): PreviewStatus {
  if (document.status === states.Pending.status) return "Pending";
  if (document.status === states.Active.status) return "Active";
  if (isIn(document, states.Won)) return "Won";
  return isIn(document, states.Lost) ? "Lost" : "Archived";
}

export const knownStatuses: readonly string[] = Object.keys(states);
