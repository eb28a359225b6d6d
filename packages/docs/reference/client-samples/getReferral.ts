import { createReferralsClient } from "@partner-referrals/client";

const referrals = createReferralsClient({
  baseUrl: example.server,
  token: process.env.TOKEN ?? "",
});

const referral = await referrals.get(example.referralId);

console.log(referral.name, referral.status, referral.eTag);
