import { setTimeout as wait } from "node:timers/promises";
import { maxDeliveryAttempts } from "@partner-referrals/types";
import type { Ids } from "../time/ids.ts";
import type { Attempt, Message, Sender } from "./sender.ts";

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

export type NewDelivery = Pick<Delivery, "organization" | "event"> & Message;

export interface Deliveries {
  /** Sends an event, and retries until it is delivered or given up. Returns the id of the delivery. */
  start(delivery: NewDelivery): string;
  get(id: string): Delivery | undefined;
  /** Oldest first. */
  list(): Delivery[];
  /** Waits until nothing is under way. */
  settled(): Promise<void>;
  /** Forgets all deliveries and aborts what is under way. */
  clear(): void;
  /** Aborts what is under way. */
  stop(): void;
}

const maxDelayMs = 60_000;
/** How many settled deliveries can be read. */
export const maxLogged = 1000;
/** How many can be under way. Each one more is parked at once. */
export const maxUnderWay = 10_000;

export const tooManyUnderWay = "Too many deliveries are under way.";

/** A delivery while it is under way. */
interface LogEntry {
  readonly delivery: Omit<Delivery, "status" | "attempts">;
  status: Delivery["status"];
  readonly attempts: Attempt[];
}

/** How long the next attempt waits after one that failed, in milliseconds. */
export function retryDelayAfter(attempt: number, { retryDelay }: Pick<Sender, "retryDelay">): number {
  return Math.min(retryDelay * 2 ** (attempt - 1), maxDelayMs);
}

/** Whether the receiver took an event. */
export function isDelivered({ status = 0 }: Attempt): boolean {
  return status >= 200 && status < 300;
}

export function createDeliveries(sender: Sender, ids: Ids): Deliveries {
  const log = new Map<string, LogEntry>();
  const underWay = new Set<Promise<void>>();
  let controller = new AbortController();

  const deliver = async (entry: LogEntry, message: Message, signal: AbortSignal): Promise<void> => {
    for (let attempt = 1; attempt <= maxDeliveryAttempts; attempt++) {
      const outcome = await sender.send(message, signal);
      if (signal.aborted) return;
      entry.attempts.push(outcome);
      if (isDelivered(outcome)) {
        entry.status = "delivered";
        return;
      }
      if (attempt === maxDeliveryAttempts) break;
      await wait(retryDelayAfter(attempt, sender), undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
    }
    entry.status = "parked";
  };

  const abort = (): void => {
    controller.abort();
    controller = new AbortController();
  };

  /** Those under way stay, so that they can be seen. */
  const trimLog = (): void => {
    for (const [id, { status }] of log) {
      if (log.size <= maxLogged + underWay.size) return;
      if (status !== "pending") log.delete(id);
    }
  };

  return {
    start({ organization, event, ...message }) {
      const { url, body } = message;
      const id = ids.next();
      const entry: LogEntry = {
        delivery: { id, organization, event, url, body },
        status: "pending",
        attempts: [],
      };
      log.set(id, entry);
      trimLog();
      if (underWay.size >= maxUnderWay) {
        entry.status = "parked";
        entry.attempts.push({ time: new Date().toISOString(), error: tooManyUnderWay });
        return id;
      }
      const work = deliver(entry, message, controller.signal).finally(() => underWay.delete(work));
      underWay.add(work);
      return id;
    },
    get(id) {
      const entry = log.get(id);
      return entry && toDelivery(entry);
    },
    list: () => [...log.values()].map(toDelivery),
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    clear() {
      abort();
      log.clear();
    },
    stop: abort,
  };
}

function toDelivery({ delivery, status, attempts }: LogEntry): Delivery {
  return { ...delivery, status, attempts: [...attempts] };
}
