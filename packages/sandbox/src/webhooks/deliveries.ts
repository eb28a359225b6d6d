import { setTimeout as wait } from "node:timers/promises";
import type { Ids } from "../time/ids.ts";
import type { Attempt, Sender } from "./sender.ts";

/** An event on its way to a receiver. */
export interface Delivery {
  readonly id: string;
  /** The organization that registered for it. */
  readonly organization: string;
  readonly event: string;
  readonly url: string;
  readonly body: string;
  /** `parked`: given up after the last attempt. */
  readonly status: "pending" | "delivered" | "parked";
  readonly attempts: readonly Attempt[];
}

export type NewDelivery = Pick<Delivery, "organization" | "event" | "url" | "body"> & {
  readonly usesOtherHeader: boolean;
};

export interface Deliveries {
  /** Sends an event, again and again until it is taken or given up. */
  start(delivery: NewDelivery): string;
  get(id: string): Delivery | undefined;
  /** Oldest first. */
  list(): Delivery[];
  /** Waits until nothing is under way. */
  settled(): Promise<void>;
  clear(): void;
}

const mostAttempts = 10;
const longestWait = 60_000;
const mostKept = 1000;

type Kept = { -readonly [Name in keyof Delivery]: Delivery[Name] } & { attempts: Attempt[] };

export function createDeliveries(sender: Sender, ids: Ids): Deliveries {
  const log = new Map<string, Kept>();
  const underWay = new Set<Promise<void>>();
  let stop = new AbortController();

  const deliver = async (delivery: Kept, usesOtherHeader: boolean, signal: AbortSignal): Promise<void> => {
    for (let attempt = 1; attempt <= mostAttempts && !signal.aborted; attempt++) {
      const outcome = await sender.send(delivery.url, delivery.body, usesOtherHeader, signal);
      if (signal.aborted) return;
      delivery.attempts.push(outcome);
      const isTaken = outcome.status !== undefined && outcome.status >= 200 && outcome.status < 300;
      if (isTaken) {
        delivery.status = "delivered";
        return;
      }
      if (attempt === mostAttempts) break;
      const delay = Math.min(sender.retryDelay * 2 ** (attempt - 1), longestWait);
      await wait(delay, undefined, { signal, ref: false }).catch(() => {});
    }
    if (!signal.aborted) delivery.status = "parked";
  };

  return {
    start({ usesOtherHeader, ...given }) {
      const delivery: Kept = { id: ids.next(), ...given, status: "pending", attempts: [] };
      log.set(delivery.id, delivery);
      if (log.size > mostKept) log.delete(log.keys().next().value ?? "");
      const work = deliver(delivery, usesOtherHeader, stop.signal).finally(() => underWay.delete(work));
      underWay.add(work);
      return delivery.id;
    },
    get: (id) => copy(log.get(id)),
    list: () => [...log.values()].flatMap((delivery) => copy(delivery) ?? []),
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    clear() {
      stop.abort();
      stop = new AbortController();
      log.clear();
    },
  };
}

function copy(delivery: Kept | undefined): Delivery | undefined {
  return delivery && { ...delivery, attempts: [...delivery.attempts] };
}
