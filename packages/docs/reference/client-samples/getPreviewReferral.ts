import { createPreviewClient } from "@partner-referrals/client/preview";

const preview = createPreviewClient({
  baseUrl: example.server,
  token: process.env.TOKEN ?? "",
});

const referral = await preview.get(example.referralId);

console.log(referral.id, referral.status);
