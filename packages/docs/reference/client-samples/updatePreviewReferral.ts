import { createPreviewClient } from "@partner-referrals/client/preview";

const preview = createPreviewClient({
  baseUrl: example.server,
  token: process.env.TOKEN ?? "",
});

await preview.update(example.referralId, example.body);
