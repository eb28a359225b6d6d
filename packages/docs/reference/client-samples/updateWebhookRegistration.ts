import { createWebhookClient } from "@partner-referrals/client/webhooks";

const webhooks = createWebhookClient({
  baseUrl: example.server,
  token: process.env.TOKEN ?? "",
});

const registration = await webhooks.update(example.body);

console.log(registration.WebhookUrl, registration.WebhookEvents);
