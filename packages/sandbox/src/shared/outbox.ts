import { maxDeliveryAttempts } from "@partner-referrals/types";
import type { Database } from "../store/postgres/connect.ts";
import {
  countPending,
  type DeliveryRow,
  takeDeliveries,
  trimDeliveries,
  updateDelivery,
} from "../store/postgres/delivery-rows.ts";
import { isDelivered, maxLogged, retryDelayAfter } from "../webhooks/deliveries.ts";
import type { Sender } from "../webhooks/sender.ts";
import { messageOf } from "./outbox-deliveries.ts";

/** Sends what the instances have put into the outbox. Each delivery is taken by one of them at a time. */
export interface Outbox {
  /** Looks for deliveries now, and not only when the interval is over. */
  poke(): void;
  /** Waits until nothing of a universe is under way, on any instance. */
  settled(universe: string): Promise<void>;
  /** Aborts what is under way. Another instance takes it over. */
  close(): Promise<void>;
}

/** How often the outbox is looked at when nobody here puts anything into it. */
const intervalMs = 1000;
/** How long an instance has a delivery to itself: longer than an attempt takes. If it dies, another one takes over then. */
const takenMs = 20_000;
const maxUnderWay = 50;
const maxPerReceiver = 10;
/** After how many deliveries the settled ones are trimmed. */
const trimAfter = 200;
const settledPollMs = 20;

export function createOutbox(database: Database, sender: Sender): Outbox {
  const underWay = new Map<Promise<void>, string>();
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let count = 0;

  const schedule = (milliseconds: number): void => {
    if (closing.signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(poke, milliseconds).unref();
  };

  const send = async (row: DeliveryRow): Promise<void> => {
    const attempt = await sender.send(messageOf(row), closing.signal);
    if (closing.signal.aborted) return;
    const number = row.attempts.length + 1;
    const isLast = number === maxDeliveryAttempts;
    const status = isDelivered(attempt) ? "delivered" : isLast ? "parked" : "pending";
    const delayMs = status === "pending" ? retryDelayAfter(number, sender) : 0;
    await updateDelivery(database, row.number, { status, attempt: JSON.stringify(attempt), delayMs });
    if (status === "pending") setTimeout(poke, delayMs + 1).unref();
    if (++count % trimAfter === 0) await trimDeliveries(database, maxLogged);
  };

  const begin = async (row: DeliveryRow): Promise<void> => {
    const receiver = URL.parse(messageOf(row).url)?.host ?? "";
    const isBusy = [...underWay.values()].filter((other) => other === receiver).length >= maxPerReceiver;
    if (isBusy) {
      await updateDelivery(database, row.number, { status: "pending", delayMs: intervalMs / 2 });
      return;
    }
    // What the database does not hear of is sent again: at least once.
    const work = send(row)
      .catch(() => {})
      .finally(() => {
        underWay.delete(work);
        if (lookAgain) poke();
      });
    underWay.set(work, receiver);
  };

  const look = async (): Promise<void> => {
    const room = maxUnderWay - underWay.size;
    lookAgain = room === 0;
    if (room === 0) return;
    const rows = await takeDeliveries(database, room, takenMs);
    for (const row of rows) await begin(row);
    if (rows.length === room) lookAgain = true;
  };

  function poke(): void {
    if (closing.signal.aborted) return;
    if (looking !== undefined) {
      lookAgain = true;
      return;
    }
    looking = look()
      .catch(() => {})
      .finally(() => {
        looking = undefined;
        if (lookAgain && underWay.size < maxUnderWay) schedule(0);
        else schedule(intervalMs);
      });
  }

  schedule(intervalMs);
  return {
    poke,
    async settled(universe) {
      while ((await countPending(database, universe)) > 0)
        await new Promise((resolve) => setTimeout(resolve, settledPollMs));
    },
    async close() {
      closing.abort();
      clearTimeout(timer);
      await looking;
      await Promise.all(underWay.keys());
    },
  };
}
