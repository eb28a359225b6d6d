import type { WebhookRegistrationCreate } from "@partner-referrals/types";
import {
  createRegistration,
  eventNames,
  getRegistration,
  getTestResult,
  requireAdmin,
  serializeRegistration,
  startTest,
  updateRegistration,
} from "../../webhooks/registrations.ts";
import { type Handler, jsonResult, textParameter } from "../context.ts";

/** The operations of the registration for events. Casts: bodies have been validated against the contract. */
export const webhookHandlers: Readonly<Record<string, Handler>> = {
  listWebhookEvents: ({ caller }) => {
    requireAdmin(caller);
    return jsonResult(eventNames);
  },
  getWebhookRegistration: ({ universe, caller }) =>
    jsonResult(serializeRegistration(getRegistration(universe.webhooks, caller), { isNew: false })),
  registerWebhook: ({ universe, caller, body }) => {
    const subscription = createRegistration(universe.webhooks, caller, body as WebhookRegistrationCreate);
    return jsonResult(serializeRegistration(subscription, { isNew: true }));
  },
  updateWebhookRegistration: ({ universe, caller, body }) => {
    const subscription = updateRegistration(universe.webhooks, caller, body as WebhookRegistrationCreate);
    return jsonResult(serializeRegistration(subscription, { isNew: false }));
  },
  testWebhook: ({ universe, caller }) => {
    const { correlationId } = startTest(universe.webhooks, universe.clock, caller);
    return { ...jsonResult({ correlationId }), headers: { "ms-correlationid": correlationId } };
  },
  getWebhookTest: (context) => {
    const correlationId = textParameter(context, "correlationId") ?? "";
    return jsonResult(getTestResult(context.universe.webhooks, context.caller, correlationId));
  },
};
