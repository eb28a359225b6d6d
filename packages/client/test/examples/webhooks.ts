import { createServer, type Server } from "node:http";
import {
  ReferralsWebhookError,
  type VerifyWebhookOptions,
  verifyWebhook,
  type WebhookClient,
} from "@partner-referrals/client/webhooks";
import { referralEventNameValues } from "@partner-referrals/types";

/** A server that is told which referrals changed. Give it `{ trustedRoots: rootCertificates }` of `node:tls`. */
export function createReceiver(
  options: VerifyWebhookOptions,
  changed: (referralId: string) => Promise<void>,
): Server {
  return createServer(async (request, response) => {
    try {
      const event = await verifyWebhook({ headers: request.headers, body: request }, options);
      // An organization has one registration for all events: those about something else have no `referralId`.
      if (event.referralId) await changed(event.referralId);
      response.writeHead(204).end();
    } catch (error) {
      if (error instanceof ReferralsWebhookError) console.warn(error.code, error.message);
      // Either way the event comes again.
      response.writeHead(error instanceof ReferralsWebhookError ? 401 : 500).end();
    }
  });
}

/** Registers the receiver, and sees whether a test event gets there. */
export async function registerReceiver(webhooks: WebhookClient, url: string): Promise<boolean> {
  await webhooks.register({ WebhookUrl: url, WebhookEvents: [...referralEventNameValues, "test-created"] });
  const { correlationId } = await webhooks.sendTestEvent();
  const { results = [] } = await webhooks.getTestResult(correlationId);
  return results.some(({ responseCode }) => responseCode === "OK");
}
