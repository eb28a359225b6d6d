import {
  type ReferralEvent,
  referralEventNameValues,
  type WebhookRegistration,
  type WebhookRegistrationCreate,
} from "@partner-referrals/types";
import { document } from "../contract/document.ts";
import { firstExample } from "../contract/examples.ts";
import { at, isObject } from "../json.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "../time/clock.ts";
import type { Ids } from "../time/ids.ts";
import { createDeliveries, type Deliveries, type Delivery } from "./deliveries.ts";
import type { Sender } from "./sender.ts";

/** A registration with what is not part of answers. */
export interface Subscription extends WebhookRegistration {
  readonly usesOtherHeader: boolean;
}

/** A test of a registration. */
export interface WebhookTrial {
  readonly correlationId: string;
  readonly organization: string;
  /** In the universe's time, in milliseconds. */
  readonly startedAt: number;
  readonly deliveryId: string;
}

/** The registrations of a universe, and what is sent to them. */
export interface Webhooks extends Pick<Deliveries, "settled"> {
  isAnyoneRegistered(): boolean;
  subscription(organization: string): Subscription | undefined;
  subscribe(organization: string, registration: WebhookRegistrationCreate): Subscription;
  /** Tells an organization of an event, if it registered for it. */
  notify(organization: string, event: string, referralId: string, time: string): void;
  /** Sends a test event. */
  test(organization: string, subscription: Subscription): WebhookTrial;
  trials(organization: string): WebhookTrial[];
  delivery(id: string): Delivery | undefined;
  deliveries(): Delivery[];
  /** Forgets everything, and ends what is under way. */
  clear(): void;
  /** Ends what is under way. */
  stop(): void;
  save(): string;
  restore(saved: string): void;
  readonly sender: Sender;
}

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sender: Sender;
}

/** The documented sample. Only its last segment changes. */
const sample = firstExample(at(document, "webhooks", referralEventNameValues[0], "post", "requestBody"));
const resourceRoot = String(at(sample, "ResourceUri")).replace(/[^/]*$/, "");
const resourceName = String(at(sample, "ResourceName"));
const testEvent = "test-created";

const metaName = "registrations";
const keptMs = 7 * 86_400_000;

export function createWebhooks({ store, clock, ids, sender }: Parts): Webhooks {
  const subscriptions = new Map<string, Subscription>();
  let trials: WebhookTrial[] = [];
  const deliveries = createDeliveries(sender, ids);
  const send = (organization: string, { WebhookUrl, usesOtherHeader }: Subscription, event: ReferralEvent) =>
    deliveries.start({
      ...{ organization, event: event.EventName ?? "", url: WebhookUrl, usesOtherHeader },
      body: JSON.stringify(event),
    });
  const save = () => JSON.stringify(Object.fromEntries(subscriptions));
  const restore = (saved: string) => {
    subscriptions.clear();
    const read: unknown = JSON.parse(saved);
    // A cast, because `save` wrote it.
    for (const [organization, subscription] of Object.entries(isObject(read) ? read : {}))
      subscriptions.set(organization, subscription as Subscription);
  };
  restore(store.readMeta(metaName) ?? "{}");
  return {
    sender,
    isAnyoneRegistered: () => subscriptions.size > 0,
    subscription: (organization) => subscriptions.get(organization),
    subscribe(organization, { signatureTokenToMsSignatureHeader = false, WebhookUrl, WebhookEvents }) {
      const SubscriberId = subscriptions.get(organization)?.SubscriberId ?? ids.next();
      const subscription = {
        SubscriberId,
        WebhookUrl,
        WebhookEvents,
        usesOtherHeader: signatureTokenToMsSignatureHeader,
      };
      subscriptions.set(organization, subscription);
      store.writeMeta(metaName, save());
      // The first event then need not wait for the key.
      void sender.signingKey();
      return subscription;
    },
    notify(organization, event, referralId, time) {
      const subscription = subscriptions.get(organization);
      if (!subscription?.WebhookEvents.includes(event)) return;
      send(organization, subscription, eventOf(event, resourceRoot + referralId, resourceName, time));
    },
    test(organization, subscription) {
      const correlationId = ids.next();
      const event = eventOf(
        testEvent,
        `${new URL(resourceRoot).origin}/webhooks/v1/registration/test`,
        "test",
        clock.stamp(),
      );
      const deliveryId = send(organization, subscription, event);
      const trial = { correlationId, organization, startedAt: clock.now(), deliveryId };
      trials.push(trial);
      return trial;
    },
    trials(organization) {
      trials = trials.filter(({ startedAt }) => clock.now() - startedAt < keptMs);
      return trials.filter((trial) => trial.organization === organization);
    },
    delivery: deliveries.get,
    deliveries: deliveries.list,
    settled: deliveries.settled,
    clear() {
      subscriptions.clear();
      store.writeMeta(metaName, save());
      trials = [];
      deliveries.clear();
    },
    stop: deliveries.clear,
    save,
    restore(saved) {
      restore(saved);
      store.writeMeta(metaName, save());
    },
  };
}

function eventOf(EventName: string, ResourceUri: string, ResourceName: string, time: string): ReferralEvent {
  const ResourceChangeUtcDate = time.replace("Z", "+00:00");
  return { EventName, ResourceUri, ResourceName, AuditUri: null, ResourceChangeUtcDate };
}
