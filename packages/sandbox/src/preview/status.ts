import { type PreviewReferralStatus, previewStates, type ReferralState } from "@partner-referrals/types";
import { hasState } from "../referrals/status.ts";
import type { StoredReferral } from "../store/store.ts";

const states: ReadonlyMap<string, ReferralState> = new Map(Object.entries(previewStates));
const putAway = "Archived" satisfies PreviewReferralStatus;

/** The statuses that the preview knows. */
export const previewStatuses: readonly string[] = [...states.keys()];

/** The state that a status of the preview means; undefined for one that the preview does not know. */
export function toState(status: string): ReferralState | undefined {
  return states.get(status);
}

/** The status that the preview shows for a referral. What it has no word for was put away. */
export function toPreviewStatus(referral: StoredReferral): string {
  for (const [name, state] of states) if (hasState(referral, state)) return name;
  for (const [name, state] of states)
    if (state.status === referral.status && referral.status !== previewStates[putAway].status) return name;
  return putAway;
}
