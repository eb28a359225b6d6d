import {
  contract,
  getIn,
  isObject,
  type JsonObject,
  listWebhooks,
  requestExample,
} from "@partner-referrals/spec/model";
import {
  type ReferralEvent,
  type WebhookRegistration,
  type WebhookRegistrationCreate,
  webhookTestRetentionMs,
} from "@partner-referrals/types";
import type { ReferralEvents } from "../referrals/repository.ts";
import type { ReferralStore } from "../store/store.ts";
import type { Clock } from "../time/clock.ts";
import type { Ids } from "../time/ids.ts";
import type { StatePart } from "../universe-state.ts";
import type { Deliveries, Delivery } from "./deliveries.ts";
import type { Sender } from "./sender.ts";

/** A registration for events, with what responses do not show. */
export interface Subscription extends WebhookRegistration {
  readonly useMsSignatureHeader: boolean;
}

/** A test of a registration. */
export interface WebhookTest {
  readonly correlationId: string;
  readonly organization: string;
  /** In the universe's time, in milliseconds. */
  readonly startedAt: number;
  readonly deliveryId: string;
}

/** The registrations of a universe, and what is sent to them. */
export interface Webhooks extends ReferralEvents, Pick<Deliveries, "settled"> {
  getSubscription(organization: string): Subscription | undefined;
  subscribe(organization: string, registration: WebhookRegistrationCreate): Subscription;
  /** Sends a test event. */
  test(organization: string, subscription: Subscription): WebhookTest;
  /** The tests of an organization whose outcome can still be read, oldest first. */
  listTests(organization: string): WebhookTest[];
  getDelivery(id: string): Delivery | undefined;
  deliveries(): Delivery[];
  /** Removes everything, and aborts what is under way. */
  clear(): void;
  /** Aborts what is under way. */
  stop(): void;
  /** The registrations as a text for {@link Webhooks.restore}. */
  save(): string;
  restore(saved: string): void;
  /** The registrations and tests. */
  readonly state: StatePart;
  readonly allowedHosts: readonly string[];
}

interface Dependencies {
  readonly store: Pick<ReferralStore, "getSetting" | "setSetting">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sender: Sender;
  readonly deliveries: Deliveries;
}

/** The documented sample of an event. Only the last segment of its URI changes. */
const [sampleWebhook] = listWebhooks(contract);
const sample = sampleWebhook && requestExample(contract, sampleWebhook)?.value;
const resourceRoot = String(getIn(sample, "ResourceUri")).replace(/[^/]*$/, "");
const resourceName = String(getIn(sample, "ResourceName"));
const testEvent = "test-created";
const testUri = `${new URL(resourceRoot).origin}/webhooks/v1/registration/test`;

const setting = "registrations";

export function createWebhooks({ store, clock, ids, sender, deliveries }: Dependencies): Webhooks {
  const subscriptions = new Map<string, Subscription>();
  let tests: WebhookTest[] = [];
  const send = (organization: string, subscription: Subscription, event: ReferralEvent): string =>
    deliveries.start({
      organization,
      event: event.EventName ?? "",
      url: subscription.WebhookUrl,
      useMsSignatureHeader: subscription.useMsSignatureHeader,
      body: JSON.stringify(event),
    });
  const save = () => JSON.stringify(Object.fromEntries(subscriptions));
  const persist = () => store.setSetting(setting, save());
  const load = (saved: string) => {
    subscriptions.clear();
    const read: unknown = JSON.parse(saved);
    // A cast: `save` wrote it.
    for (const [organization, subscription] of Object.entries(isObject(read) ? read : {}))
      subscriptions.set(organization, subscription as Subscription);
  };
  load(store.getSetting(setting) ?? "{}");
  return {
    allowedHosts: sender.allowedHosts,
    hasSubscribers: () => subscriptions.size > 0,
    publish(organization, event, referralId, time) {
      const subscription = subscriptions.get(organization);
      if (!subscription?.WebhookEvents.includes(event)) return;
      send(organization, subscription, createEvent(event, resourceRoot + referralId, resourceName, time));
    },
    getSubscription: (organization) => subscriptions.get(organization),
    subscribe(organization, { signatureTokenToMsSignatureHeader = false, WebhookUrl, WebhookEvents }) {
      const subscription: Subscription = {
        SubscriberId: subscriptions.get(organization)?.SubscriberId ?? ids.next(),
        WebhookUrl,
        WebhookEvents,
        useMsSignatureHeader: signatureTokenToMsSignatureHeader,
      };
      subscriptions.set(organization, subscription);
      persist();
      // So that the first event need not wait for the key.
      sender.signingKey().catch(() => {});
      return subscription;
    },
    test(organization, subscription) {
      const correlationId = ids.next();
      const event = createEvent(testEvent, testUri, "test", clock.stamp());
      const deliveryId = send(organization, subscription, event);
      const test = { correlationId, organization, startedAt: clock.now(), deliveryId };
      tests.push(test);
      return test;
    },
    listTests(organization) {
      tests = tests.filter(({ startedAt }) => clock.now() - startedAt < webhookTestRetentionMs);
      return tests.filter((test) => test.organization === organization);
    },
    getDelivery: deliveries.get,
    deliveries: deliveries.list,
    settled: deliveries.settled,
    clear() {
      subscriptions.clear();
      persist();
      tests = [];
      deliveries.clear();
    },
    stop: deliveries.stop,
    state: {
      save: () => JSON.stringify({ subscriptions: Object.fromEntries(subscriptions), tests }),
      restore(saved) {
        // A cast: `save` wrote it.
        const state = JSON.parse(saved) as { subscriptions: JsonObject; tests: WebhookTest[] };
        load(JSON.stringify(state.subscriptions));
        tests = state.tests;
      },
    },
    save,
    restore(saved) {
      load(saved);
      persist();
    },
  };
}

function createEvent(
  EventName: string,
  ResourceUri: string,
  ResourceName: string,
  time: string,
): ReferralEvent {
  const ResourceChangeUtcDate = time.replace("Z", "+00:00");
  return { EventName, ResourceUri, ResourceName, AuditUri: null, ResourceChangeUtcDate };
}
