import type { Referral } from "@partner-referrals/types";

/** A copy of a referral, to be edited. */
export type ReferralDraft = { -readonly [Property in keyof Referral]: Referral[Property] };
