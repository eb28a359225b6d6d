import type { Referral } from "@partner-referrals/types";

/** The kind of a deal, as far as the documents tell it. */
export function kindOf({ type, consent, inviteContext }: Referral): "private" | "partner-led" | "co-sell" {
  if (!consent.consentToShareReferralWithMicrosoftSellers) return "private";
  const { assistanceRequestCode: help = "Unknown" } = inviteContext ?? {};
  return type === "Shared" && help !== "Unknown" ? "co-sell" : "partner-led";
}
