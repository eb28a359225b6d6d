import { createReferralsClient } from "@partner-referrals/client";

const referrals = createReferralsClient({ token: process.env.TOKEN ?? "" });

const { eTag, links, ...referral } = await referrals.get(example.referralId);

await referrals.replace(
  referral.id,
  { ...referral, name: "Warehouse migration, phase 2" },
  { ifMatch: eTag },
);
