import { createReferralsClient } from "@partner-referrals/client";

export const referrals = createReferralsClient({
  baseUrl: process.env.REFERRALS_URL, // production, if it is not set
  token: () => process.env.TOKEN ?? "",
});
