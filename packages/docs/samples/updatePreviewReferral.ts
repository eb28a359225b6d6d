import { createPreviewClient } from "@partner-referrals/client/preview";

const preview = createPreviewClient({ token: process.env.TOKEN ?? "" });

await preview.update(example.referralId, example.body);
