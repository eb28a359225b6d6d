import { createReferralsClient } from "@partner-referrals/client";

const referrals = createReferralsClient({
  baseUrl: process.env.REFERRALS_URL,
  token: process.env.TOKEN ?? "",
});
const deal = await referrals.create({ type: "Independent", customerProfile: {}, consent: {}, details: {} });
console.log(deal.id, deal.status, deal.eTag);
