import type { Referral } from "@partner-referrals/types";

/** The kind of a deal of your own, from what you can read of it. */
export function kindOf({ type, consent }: Referral): "private" | "partner-led" | "co-sell" {
  if (type === "Shared") return "co-sell";
  return consent?.consentToShareReferralWithMicrosoftSellers ? "partner-led" : "private";
}
