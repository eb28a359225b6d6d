import http from "node:http";
import { ApiError, violationError } from "@partner-referrals/server/api-error";
import { bodyViolation } from "@partner-referrals/server/violations";
import { itemsIn } from "@partner-referrals/spec/model";
import {
  type WebhookRegistration,
  type WebhookRegistrationCreate,
  type WebhookTestResult,
  webhookTestLimit,
  webhookTestRetentionMs,
  webhookTestStatusValues,
} from "@partner-referrals/types";
import { exampleResponse } from "../contract/operations.ts";
import type { Caller } from "../organizations/caller.ts";
import type { Clock } from "../time/clock.ts";
import type { Delivery } from "./deliveries.ts";
import type { Attempt } from "./sender.ts";
import { validateWebhookUrl } from "./webhook-url.ts";
import type { Subscription, Webhooks, WebhookTest } from "./webhooks.ts";

/** The names of the events that can be registered for: those of the contract's example. */
export const eventNames: readonly string[] = itemsIn(exampleResponse("listWebhookEvents")).map(String);

const [completed] = webhookTestStatusValues;
/** The contract knows `completed` only; until the first attempt has an outcome it is not that. */
const started = "started";

/** @throws an ApiError with 403 for a user: an administrator or an app registers for the whole organization. */
export function requireAdmin({ role }: Caller): void {
  if (role !== "user") return;
  throw new ApiError(403, "roleMissing", {
    message: "The caller may not register for events.",
    target: "registration",
    reason: "The user needs the Referrals admin role.",
  });
}

/** The registration of the caller's organization. @throws an ApiError with 403 or 404. */
export function getRegistration(webhooks: Webhooks, caller: Caller): Subscription {
  requireAdmin(caller);
  const subscription = webhooks.getSubscription(caller.organization.id);
  if (subscription !== undefined) return subscription;
  throw new ApiError(404, "notRegistered", {
    message: "The organization has no registration.",
    target: "registration",
    reason: "Make one with POST.",
  });
}

/** @throws an ApiError with 403, 400 or 409. */
export function createRegistration(
  webhooks: Webhooks,
  caller: Caller,
  registration: WebhookRegistrationCreate,
): Subscription {
  requireAdmin(caller);
  validateRegistration(webhooks, registration);
  if (webhooks.getSubscription(caller.organization.id) !== undefined)
    throw new ApiError(409, "alreadyRegistered", {
      message: "The organization has a registration already.",
      target: "WebhookUrl",
      reason: "Change the registration with PUT.",
    });
  return webhooks.subscribe(caller.organization.id, registration);
}

/** @throws an ApiError with 403, 404 or 400. */
export function updateRegistration(
  webhooks: Webhooks,
  caller: Caller,
  registration: WebhookRegistrationCreate,
): Subscription {
  getRegistration(webhooks, caller);
  validateRegistration(webhooks, registration);
  return webhooks.subscribe(caller.organization.id, registration);
}

function validateRegistration(
  { allowedHosts }: Webhooks,
  { WebhookUrl, WebhookEvents }: WebhookRegistrationCreate,
): void {
  const urlReason = validateWebhookUrl(WebhookUrl, allowedHosts);
  const violations = [
    ...(urlReason === undefined ? [] : [bodyViolation("/WebhookUrl", "target", urlReason)]),
    ...WebhookEvents.flatMap((name, index) =>
      eventNames.includes(name)
        ? []
        : [
            bodyViolation(
              `/WebhookEvents/${index}`,
              "unknownEvent",
              `must be one of ${eventNames.join(", ")}`,
            ),
          ],
    ),
  ];
  if (violations.length > 0) throw violationError(violations);
}

/** A registration as responses show it. Its id is sent when it is created, and not again. */
export function serializeRegistration(
  { SubscriberId, WebhookUrl, WebhookEvents }: Subscription,
  { isNew }: { readonly isNew: boolean },
): Partial<WebhookRegistration> {
  return { ...(isNew && { SubscriberId }), WebhookUrl, WebhookEvents };
}

/** Sends a test event to the caller's organization. @throws an ApiError with 403, 404 or 429. */
export function startTest(webhooks: Webhooks, clock: Clock, caller: Caller): WebhookTest {
  const subscription = getRegistration(webhooks, caller);
  const organization = caller.organization.id;
  const { requests, periodMs } = webhookTestLimit;
  const recent = webhooks
    .listTests(organization)
    .filter(({ startedAt }) => clock.now() - startedAt < periodMs);
  const [oldest] = recent;
  if (oldest !== undefined && recent.length >= requests) {
    const seconds = Math.ceil((oldest.startedAt + periodMs - clock.now()) / 1000);
    throw new ApiError(429, "rateLimitExceeded", {
      message: `The rate limit is exceeded. Try again in ${seconds} seconds.`,
      reason: `At most ${requests} tests in ${periodMs / 1000} seconds are sent.`,
      headers: { "retry-after": String(seconds) },
    });
  }
  return webhooks.test(organization, subscription);
}

/** The outcome of a test. @throws an ApiError with 403 or 404. */
export function getTestResult(webhooks: Webhooks, caller: Caller, correlationId: string): WebhookTestResult {
  requireAdmin(caller);
  const organization = caller.organization.id;
  const test = webhooks
    .listTests(organization)
    .find((candidate) => candidate.correlationId === correlationId.toLowerCase());
  const delivery = test && webhooks.getDelivery(test.deliveryId);
  if (test === undefined || delivery === undefined)
    throw new ApiError(404, "unknownTest", {
      message: "There is no test with this id.",
      target: "correlationId",
      reason: `The result of a test is there for ${webhookTestRetentionMs / 86_400_000} days.`,
    });
  return {
    correlationId: test.correlationId,
    partnerId: organization,
    status: statusOf(delivery),
    callbackUrl: delivery.url,
    results: delivery.attempts.map(resultOf),
  };
}

function statusOf({ attempts }: Delivery): string {
  return attempts.length > 0 ? completed : started;
}

function resultOf({ status, error, time }: Attempt): NonNullable<WebhookTestResult["results"]>[number] {
  return {
    responseCode: status === undefined ? "" : (http.STATUS_CODES[status] ?? String(status)),
    responseMessage: error ?? "",
    systemError: false,
    dateTimeUtc: time.replace("Z", ""),
  };
}
