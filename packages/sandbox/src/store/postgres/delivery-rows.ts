import type { Connection } from "./connect.ts";
import { schema } from "./migrations.ts";

/** A delivery in the outbox. */
export interface DeliveryRow {
  readonly number: number;
  readonly id: string;
  /** As JSON. */
  readonly message: string;
  /** Each as JSON. */
  readonly attempts: readonly string[];
  readonly status: string;
}

const columns = "number, id, message, attempts, status";

/** The deliveries of a universe, oldest first. */
export async function readDeliveries({ query }: Connection, universe: string): Promise<DeliveryRow[]> {
  const rows = await query(
    `SELECT ${columns} FROM ${schema}.deliveries
     WHERE universe = (SELECT id FROM ${schema}.universes WHERE name = $1) ORDER BY number`,
    [universe],
  );
  return rows.map(readRow);
}

/** How many deliveries of a universe are under way. */
export async function countPending({ query }: Connection, universe: string): Promise<number> {
  const [row] = await query(
    `SELECT count(*) AS count FROM ${schema}.deliveries
     WHERE status = 'pending' AND universe = (SELECT id FROM ${schema}.universes WHERE name = $1)`,
    [universe],
  );
  return Number(row?.count);
}

/** Takes deliveries that are due and that no other instance has, for so long. */
export async function takeDeliveries(
  { query }: Connection,
  limit: number,
  milliseconds: number,
): Promise<DeliveryRow[]> {
  const rows = await query(
    `UPDATE ${schema}.deliveries SET taken = now() + $2 * interval '1 millisecond'
     WHERE number IN (
       SELECT number FROM ${schema}.deliveries
       WHERE status = 'pending' AND due <= now() AND (taken IS NULL OR taken < now())
       ORDER BY due LIMIT $1 FOR UPDATE SKIP LOCKED
     ) RETURNING ${columns}`,
    [limit, milliseconds],
  );
  return rows.map(readRow).sort((a, b) => a.number - b.number);
}

/** Stores what became of a delivery; without an attempt it is only given back. */
export async function updateDelivery(
  { query }: Connection,
  number: number,
  {
    status,
    attempt,
    delayMs,
  }: { readonly status: string; readonly attempt?: string; readonly delayMs: number },
): Promise<void> {
  await query(
    `UPDATE ${schema}.deliveries
     SET status = $2, attempts = attempts || $3::text[], due = now() + $4 * interval '1 millisecond', taken = NULL
     WHERE number = $1`,
    [number, status, attempt === undefined ? [] : [attempt], delayMs],
  );
}

/** Removes the oldest settled deliveries of each universe beyond a number. */
export async function trimDeliveries({ query }: Connection, max: number): Promise<void> {
  await query(
    `DELETE FROM ${schema}.deliveries WHERE number IN (
       SELECT number FROM (
         SELECT number, row_number() OVER (PARTITION BY universe ORDER BY number DESC) AS place
         FROM ${schema}.deliveries WHERE status <> 'pending'
       ) settled WHERE place > $1
     )`,
    [max],
  );
}

function readRow({ number, id, message, attempts, status }: Record<string, unknown>): DeliveryRow {
  return {
    number: Number(number),
    id: String(id),
    message: String(message),
    attempts: Array.isArray(attempts) ? attempts.map(String) : [],
    status: String(status),
  };
}
