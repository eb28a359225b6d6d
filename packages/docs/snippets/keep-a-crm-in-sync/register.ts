import { ReferralsConflictError } from "@partner-referrals/client";
import { createWebhookClient } from "@partner-referrals/client/webhooks";
import { referralEventNameValues } from "@partner-referrals/types";

const webhooks = createWebhookClient({
  baseUrl: process.env.REFERRALS_URL, // Partner Center, if it is not set
  token: () => process.env.TOKEN ?? "",
});
const registration = {
  WebhookUrl: process.env.WEBHOOK_URL ?? "https://hooks.proseware.example/partner-center",
  WebhookEvents: [...referralEventNameValues, "test-created"],
};

try {
  await webhooks.register(registration);
} catch (error) {
  if (!(error instanceof ReferralsConflictError)) throw error;
  // There is one registration for all events: keep those that others registered for.
  const { WebhookEvents } = await webhooks.get();
  const events = new Set([...WebhookEvents, ...registration.WebhookEvents]);
  await webhooks.update({ ...registration, WebhookEvents: [...events] });
}

const { correlationId } = await webhooks.sendTestEvent();
console.log(`The test has the id ${correlationId}`);
