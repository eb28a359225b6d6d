import { createWebhookClient } from "@partner-referrals/client/webhooks";

const webhooks = createWebhookClient({
  baseUrl: example.server,
  token: process.env.TOKEN ?? "",
});

const { correlationId } = await webhooks.sendTestEvent();

console.log(correlationId);
