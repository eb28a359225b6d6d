import type { WebhookRegistrationCreate, WebhookTestResult } from "@partner-referrals/types";
import { webhookTestStatusValues } from "@partner-referrals/types";
import { document } from "../contract/document.ts";
import { firstExample } from "../contract/examples.ts";
import { operations } from "../contract/operations.ts";
import { inBody } from "../contract/violations.ts";
import { type Answer, type Exchange, type Handler, textOf } from "../exchange.ts";
import { failure, violationFailure } from "../http/failure.ts";
import { at } from "../json.ts";
import { STATUS_CODES } from "../status-codes.ts";
import type { Delivery } from "./deliveries.ts";
import type { Attempt } from "./sender.ts";
import { refusalOfTarget } from "./target.ts";
import type { Subscription } from "./webhooks.ts";

/** The operations of the registration for events, by the ids of the contract. */
export const webhookHandlers: Readonly<Record<string, Handler>> = {
  listWebhookEvents: (exchange) => {
    admit(exchange);
    return json(eventNames);
  },
  getWebhookRegistration: (exchange) => json(present(required(exchange), false)),
  registerWebhook: (exchange) => {
    admit(exchange);
    const { universe, caller } = exchange;
    const organization = caller.organization.id;
    const body = checked(exchange);
    if (universe.webhooks.subscription(organization) !== undefined)
      throw failure(409, "alreadyRegistered", {
        ...{ message: "The organization has a registration already.", target: "WebhookUrl" },
        reason: "Change the registration with PUT.",
      });
    return json(present(universe.webhooks.subscribe(organization, body), true));
  },
  updateWebhookRegistration: (exchange) => {
    required(exchange);
    const { universe, caller } = exchange;
    return json(present(universe.webhooks.subscribe(caller.organization.id, checked(exchange)), false));
  },
  testWebhook,
  getWebhookTest,
};

const eventNames = readEventNames();
const [completed] = webhookTestStatusValues;
/** How many tests an organization may start in a minute. */
const testsPerMinute = 2;

function readEventNames(): readonly string[] {
  const { path = "", method = "" } = operations.get("listWebhookEvents") ?? {};
  const response = at(document, "paths", path, method.toLowerCase(), "responses", "200");
  const names = firstExample(response);
  return Array.isArray(names) ? names.map(String) : [];
}

function json(value: unknown): Answer {
  return { status: 200, body: JSON.stringify(value) };
}

/** Registering is for the organization, not for one user. */
function admit({ caller }: Exchange): void {
  if (caller.role !== "user") return;
  throw failure(403, "roleMissing", {
    ...{ message: "The caller may not register for events.", target: "registration" },
    reason: "The user needs the Referrals admin role.",
  });
}

function required(exchange: Exchange): Subscription {
  admit(exchange);
  const subscription = exchange.universe.webhooks.subscription(exchange.caller.organization.id);
  if (subscription !== undefined) return subscription;
  throw failure(404, "notRegistered", {
    ...{ message: "The organization has no registration.", target: "registration" },
    reason: "Make one with POST.",
  });
}

function checked({ body, universe }: Exchange): WebhookRegistrationCreate {
  // A cast, because the body was checked against the contract.
  const registration = body as WebhookRegistrationCreate;
  const refusal = refusalOfTarget(registration.WebhookUrl, universe.webhooks.sender.allowedHosts);
  const unknown = registration.WebhookEvents.flatMap((name, index) =>
    eventNames.includes(name)
      ? []
      : [inBody(`/WebhookEvents/${index}`, "unknownEvent", `must be one of ${eventNames.join(", ")}`)],
  );
  const violations = refusal === undefined ? unknown : [inBody("/WebhookUrl", "target", refusal), ...unknown];
  if (violations.length > 0) throw violationFailure(violations);
  return registration;
}

/** The id is sent when the registration is made, and not again. */
function present({ SubscriberId, WebhookUrl, WebhookEvents }: Subscription, isNew: boolean) {
  return { ...(isNew && { SubscriberId }), WebhookUrl, WebhookEvents };
}

function testWebhook(exchange: Exchange): Answer {
  const subscription = required(exchange);
  const { universe, caller } = exchange;
  const { webhooks, clock } = universe;
  const organization = caller.organization.id;
  const recent = webhooks.trials(organization).filter(({ startedAt }) => clock.now() - startedAt < 60_000);
  const [oldest] = recent;
  if (oldest !== undefined && recent.length >= testsPerMinute) {
    const seconds = Math.ceil((oldest.startedAt + 60_000 - clock.now()) / 1000);
    throw failure(429, "rateLimitExceeded", {
      ...{ message: `The rate limit is exceeded. Try again in ${seconds} seconds.` },
      reason: `At most ${testsPerMinute} tests a minute are sent.`,
      headers: { "retry-after": String(seconds) },
    });
  }
  const { correlationId } = webhooks.test(organization, subscription);
  return { ...json({ correlationId }), headers: { "ms-correlationid": correlationId } };
}

function getWebhookTest(exchange: Exchange): Answer {
  admit(exchange);
  const { universe, caller } = exchange;
  const correlationId = textOf(exchange, "correlationId")?.toLowerCase();
  const trial = universe.webhooks
    .trials(caller.organization.id)
    .find((candidate) => candidate.correlationId === correlationId);
  const delivery = trial && universe.webhooks.delivery(trial.deliveryId);
  if (trial === undefined || delivery === undefined)
    throw failure(404, "unknownTest", {
      ...{ message: "There is no test with this id.", target: "correlationId" },
      reason: "Tests are kept for seven days.",
    });
  return json({
    correlationId: trial.correlationId,
    partnerId: caller.organization.id,
    status: statusOf(delivery),
    callbackUrl: delivery.url,
    results: delivery.attempts.map(resultOf),
  } satisfies WebhookTestResult);
}

/** The contract knows `completed` only; until the first attempt has come to an end it is not that. */
function statusOf({ attempts }: Delivery): string {
  return attempts.length > 0 ? completed : "started";
}

function resultOf({ status, error, time }: Attempt) {
  return {
    responseCode: status === undefined ? "" : (STATUS_CODES[status] ?? String(status)),
    responseMessage: error ?? "",
    systemError: false,
    dateTimeUtc: time.replace("Z", ""),
  };
}
