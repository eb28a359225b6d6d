import type { ReferralEvent, ReferralEventName } from "@partner-referrals/types";
import { readBody } from "./delivery.ts";
import type { WebhookRequest } from "./options.ts";
import { ReferralsWebhookError } from "./webhook-error.ts";

interface Change {
  /** What happened. */
  readonly name: ReferralEventName;
  /** What it happened to. Its host and path are not those of the referrals API: call that with `referralId`. */
  readonly resourceUri: string;
  /** When it happened. */
  readonly changedAt: Date;
  /** The event as it came. */
  readonly raw: ReferralEvent;
}

/** A referral was created or changed. It holds no data of the referral: `get` that. */
export interface ReferralChange extends Change {
  /** The id of the referral. */
  readonly referralId: string;
  /** Whether it is the referral of the other organization in a shared deal. */
  readonly isRelated: boolean;
}

/** Something else happened: an organization has one registration for all events, a test event among them. */
export interface OtherEvent extends Change {
  readonly referralId?: undefined;
  readonly isRelated: false;
}

/** What was delivered. With a `referralId`, it is about a referral. */
export type WebhookEvent = ReferralChange | OtherEvent;

/**
 * Reads a delivery *without verifying it*: anybody could have sent it. `verifyWebhook` is what receivers use; this is for
 * tests, and for what was verified before, such as an event out of a queue.
 *
 * @throws ReferralsWebhookError if the body is not an event.
 */
export async function parseWebhook(request: Pick<WebhookRequest, "body">): Promise<WebhookEvent> {
  return parseEvent(await readBody(request));
}

/** The event that a body holds. */
export function parseEvent(body: Uint8Array): WebhookEvent {
  const raw = parseJson(body);
  const name = text(raw, "EventName");
  const resourceUri = text(raw, "ResourceUri");
  text(raw, "ResourceName");
  const changedAt = date(text(raw, "ResourceChangeUtcDate"));
  // A cast: what the contract requires was just checked.
  const change = { name, resourceUri, changedAt, raw: raw as unknown as ReferralEvent };
  const about = /^(related-)?referral-/.exec(name);
  if (!about) return { ...change, isRelated: false };
  return { ...change, referralId: lastSegment(resourceUri), isRelated: about[1] !== undefined };
}

function parseJson(body: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    // Without the cause: its message quotes the body.
    throw malformed("The body is not JSON.");
  }
  if (typeof value === "object" && value !== null) return { ...value };
  throw malformed("The body is not a JSON object.");
}

function text(raw: Record<string, unknown>, property: keyof ReferralEvent): string {
  const value = raw[property];
  if (typeof value === "string" && value !== "") return value;
  throw malformed(`${property} is not a text.`, property);
}

/** It comes with seven digits of a second, where runtimes need only know three, and is in UTC also where it does not say so. */
function date(value: string): Date {
  const [, seconds, fraction = "", zone = "Z"] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:(\.\d{1,3})\d*)?(Z|[+-]\d\d:\d\d)?$/.exec(value) ?? [];
  const result = new Date(`${seconds}${fraction}${zone}`);
  if (!Number.isNaN(result.getTime())) return result;
  throw malformed("ResourceChangeUtcDate is not a date.", "ResourceChangeUtcDate");
}

/** It goes into the path of a call, so it must be an id and nothing that leads elsewhere. */
function lastSegment(uri: string): string {
  const [path = ""] = uri.split(/[?#]/, 1);
  const [, segment] = /(?:^|\/)([\w-]+)\/?$/.exec(path) ?? [];
  if (segment) return segment;
  throw malformed("ResourceUri does not end in the id of a referral.", "ResourceUri");
}

function malformed(message: string, target?: keyof ReferralEvent): ReferralsWebhookError {
  return new ReferralsWebhookError("malformed-event", message, target && { target });
}
