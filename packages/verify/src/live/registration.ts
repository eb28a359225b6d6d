import { getIn } from "@partner-referrals/spec/model";
import type { WebhookRegistrationCreate } from "@partner-referrals/types";
import type { Step } from "./steps.ts";

/** Registers a URL for events, changes the registration, and sends a test event. */
export function registrationStep(webhookUrl: string): Step {
  return {
    id: "registration",
    title: "Registers for events and sends a test event",
    writes: true,
    async run({ session, operation, example }) {
      const [get, register, update] = [
        operation("getWebhookRegistration"),
        operation("registerWebhook"),
        operation("updateWebhookRegistration"),
      ];
      const url: keyof WebhookRegistrationCreate = "WebhookUrl";
      await session.send({ operation: operation("listWebhookEvents") });
      await session.send({ operation: get });
      for (const one of [register, update]) {
        const body = {
          ...example(one.id === register.id ? "registerWebhook" : "updateWebhookRegistration"),
          [url]: webhookUrl,
        };
        await session.send({ operation: one, body });
        await session.send({ operation: one, body: "{" });
        await session.send({ operation: one, body, authenticated: false });
        await session.send({ operation: one, body: "text", headers: { "content-type": "text/plain" } });
      }
      await session.send({ operation: get });
      const started = await session.send({ operation: operation("testWebhook") });
      const correlationId = getIn(started.json, "correlationId");
      if (typeof correlationId === "string")
        await session.send({ operation: operation("getWebhookTest"), path: { correlationId } });
    },
  };
}
