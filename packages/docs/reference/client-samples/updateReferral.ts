import { createReferralsClient } from "@partner-referrals/client";

const referrals = createReferralsClient({
  baseUrl: example.server,
  token: process.env.TOKEN ?? "",
});

const referral = await referrals.get(example.referralId);
const changed = await referrals.update(
  referral.id,
  example.body,
  // With the ETag, the change is rejected (412) if someone else was faster.
  { ifMatch: referral.eTag, returnRepresentation: true },
);

console.log(changed.details.dealValue, changed.eTag);
