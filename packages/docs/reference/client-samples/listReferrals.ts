import { createReferralsClient } from "@partner-referrals/client";

const referrals = createReferralsClient({
  baseUrl: example.server,
  token: process.env.TOKEN ?? "",
});

// Requests sent to you that still wait for an answer, the newest first.
const page = await referrals.list({
  filter: "direction eq 'Incoming' and substatus eq 'Pending'",
  orderby: "createdDateTime desc",
  top: 10,
});

for (const referral of page.value) {
  console.log(referral.id, referral.name, referral.customerProfile.name);
}
