import type { DeliveryRow } from "../store/postgres/delivery-rows.ts";
import type { Ids } from "../time/ids.ts";
import type { Deliveries, Delivery, NewDelivery } from "../webhooks/deliveries.ts";
import type { Attempt } from "../webhooks/sender.ts";

/** What is to be sent, as it is stored. */
export type OutboxMessage = NewDelivery;

/** The deliveries of a universe that is in a database: they are stored with what caused them, and sent by any instance. */
export interface OutboxDeliveries extends Deliveries {
  /** Makes these the deliveries that can be read. */
  load(rows: readonly DeliveryRow[]): void;
  /** What was started since it was asked for last, and whether all before that was cleared. */
  takeChanges(): {
    readonly deliveries: readonly { readonly id: string; readonly message: string }[];
    readonly clearsDeliveries: boolean;
  };
}

export function createOutboxDeliveries(ids: Ids, settled: () => Promise<void>): OutboxDeliveries {
  let loaded = new Map<string, Delivery>();
  let started: { readonly id: string; readonly message: string }[] = [];
  let isCleared = false;
  return {
    start(delivery) {
      const id = ids.next();
      started.push({ id, message: JSON.stringify(delivery satisfies OutboxMessage) });
      return id;
    },
    get: (id) => loaded.get(id),
    list: () => [...loaded.values()],
    settled,
    clear() {
      started = [];
      isCleared = true;
      loaded.clear();
    },
    stop() {},
    load(rows) {
      loaded = new Map(rows.map((row) => [row.id, toDelivery(row)]));
    },
    takeChanges() {
      const changes = { deliveries: started, clearsDeliveries: isCleared };
      started = [];
      isCleared = false;
      return changes;
    },
  };
}

/** The message of a row. A cast: `start` wrote it. */
export function messageOf({ message }: Pick<DeliveryRow, "message">): OutboxMessage {
  return JSON.parse(message) as OutboxMessage;
}

function toDelivery(row: DeliveryRow): Delivery {
  const { organization, event, url, body } = messageOf(row);
  return {
    ...{ id: row.id, organization, event, url, body },
    // Casts: the outbox wrote them.
    status: row.status as Delivery["status"],
    attempts: row.attempts.map((attempt) => JSON.parse(attempt) as Attempt),
  };
}
