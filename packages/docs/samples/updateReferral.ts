import { createReferralsClient } from "@partner-referrals/client";

const referrals = createReferralsClient({ token: process.env.TOKEN ?? "" });

const referral = await referrals.get(example.referralId);

// With ifMatch the change is refused (412) if someone else was faster.
await referrals.update(referral.id, example.body, { ifMatch: referral.eTag });
