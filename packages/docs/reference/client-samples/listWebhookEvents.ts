import { createWebhookClient } from "@partner-referrals/client/webhooks";

const webhooks = createWebhookClient({
  baseUrl: example.server,
  token: process.env.TOKEN ?? "",
});

const names = await webhooks.listEventNames();

console.log(names.join(", "));
