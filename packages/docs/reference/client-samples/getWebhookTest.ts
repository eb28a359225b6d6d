import { createWebhookClient } from "@partner-referrals/client/webhooks";

const webhooks = createWebhookClient({
  baseUrl: example.server,
  token: process.env.TOKEN ?? "",
});

const result = await webhooks.getTestResult(example.correlationId);

console.log(result.status);
