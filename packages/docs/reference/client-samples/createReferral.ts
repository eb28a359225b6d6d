import { createReferralsClient } from "@partner-referrals/client";

const referrals = createReferralsClient({
  baseUrl: example.server,
  token: process.env.TOKEN ?? "",
});

const referral = await referrals.create(example.body);

console.log(referral.id, referral.status, referral.eTag);
