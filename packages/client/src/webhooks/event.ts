import type { ReferralEvent, ReferralEventName } from "@partner-referrals/types";
import type { WebhookRequest } from "./options.ts";
import { readBody } from "./signature.ts";
import { ReferralsWebhookError } from "./webhook-error.ts";

interface BaseEvent {
  /** What happened. */
  readonly name: ReferralEventName;
  /** What it happened to. Its host and path are not those of the referrals API: call that with `referralId`. */
  readonly resourceUri: string;
  /** When it happened. */
  readonly changedAt: Date;
  /** The event as it was delivered. */
  readonly raw: ReferralEvent;
}

/** A referral was created or changed. The event holds no data of the referral: `get` it. */
export interface ReferralChangedEvent extends BaseEvent {
  /** The id of the referral. */
  readonly referralId: string;
  /** Whether it is the referral of the other organization in a shared deal. */
  readonly isRelated: boolean;
}

/** The event is not about a referral. An organization has one registration for all events of Partner Center, test events included. */
export interface UnrelatedEvent extends BaseEvent {
  readonly referralId?: undefined;
  readonly isRelated: false;
}

/** A delivered event. With a `referralId`, it is about a referral. */
export type WebhookEvent = ReferralChangedEvent | UnrelatedEvent;

/**
 * Reads a delivery *without verifying it*: anybody could have sent it. Receivers use `verifyWebhook`; this is for tests, and
 * for events that were verified before, such as those from a queue.
 *
 * @throws ReferralsWebhookError if the body is not an event.
 */
export async function parseWebhook(request: Pick<WebhookRequest, "body">): Promise<WebhookEvent> {
  return parseEvent(await readBody(request));
}

/** Parses the event in a body. */
export function parseEvent(body: Uint8Array): WebhookEvent {
  const raw = parseJson(body);
  const name = text(raw, "EventName");
  const resourceUri = text(raw, "ResourceUri");
  text(raw, "ResourceName");
  const changedAt = date(text(raw, "ResourceChangeUtcDate"));
  // A cast: the properties that the contract requires were checked above.
  const event = { name, resourceUri, changedAt, raw: raw as unknown as ReferralEvent };
  const match = /^(related-)?referral-/.exec(name);
  if (!match) return { ...event, isRelated: false };
  return { ...event, referralId: lastSegment(resourceUri), isRelated: match[1] !== undefined };
}

function parseJson(body: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    // Without a cause: its message would quote the body.
    throw malformed("The body is not JSON.");
  }
  if (typeof value === "object" && value !== null) return { ...value };
  throw malformed("The body is not a JSON object.");
}

function text(raw: Record<string, unknown>, property: keyof ReferralEvent): string {
  const value = raw[property];
  if (typeof value === "string" && value !== "") return value;
  throw malformed(`${property} is not a string.`, property);
}

/** The service sends seven fractional digits, of which runtimes only have to support three, and UTC without saying so. */
function date(value: string): Date {
  const [, seconds, fraction = "", zone = "Z"] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:(\.\d{1,3})\d*)?(Z|[+-]\d\d:\d\d)?$/.exec(value) ?? [];
  const result = new Date(`${seconds}${fraction}${zone}`);
  if (!Number.isNaN(result.getTime())) return result;
  throw malformed("ResourceChangeUtcDate is not a date.", "ResourceChangeUtcDate");
}

/** The id of the referral. It will be used in a path, so it must not lead to another one. */
function lastSegment(uri: string): string {
  const [path = ""] = uri.split(/[?#]/, 1);
  const [, segment] = /(?:^|\/)([\w-]+)\/?$/.exec(path) ?? [];
  if (segment) return segment;
  throw malformed("ResourceUri does not end in the id of a referral.", "ResourceUri");
}

function malformed(message: string, target?: keyof ReferralEvent): ReferralsWebhookError {
  return new ReferralsWebhookError("malformed-event", message, target && { target });
}
