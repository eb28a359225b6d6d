import { createReferralsClient } from "@partner-referrals/client";

const referrals = createReferralsClient({
  baseUrl: example.server,
  token: process.env.TOKEN ?? "",
});

// What is left out is lost: send back everything but the links.
const { eTag, links, ...referral } = await referrals.get(example.referralId);
const replaced = await referrals.replace(
  referral.id,
  { ...referral, status: "Closed", substatus: "Won" },
  { ifMatch: eTag },
);

console.log(replaced.status, replaced.substatus, replaced.eTag);
