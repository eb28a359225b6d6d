import type { ReferralRecord } from "../store.ts";
import { parseReferral, toRecord } from "../store.ts";
import type { Connection } from "./connect.ts";
import { schema } from "./migrations.ts";

/** A universe in the database. */
export interface UniverseRow {
  readonly id: number;
  /** Grows with each change. */
  readonly version: number;
  /** The version in which all referrals were replaced last. */
  readonly replaced: number;
}

/** What changed in a universe since a version. */
export interface Changes {
  readonly universe: UniverseRow;
  readonly records: readonly ReferralRecord[];
  /** By name; null when it was removed. */
  readonly parts: ReadonlyMap<string, string | null>;
}

/** What an instance changes. */
export interface NewChanges {
  readonly records: readonly ReferralRecord[];
  /** Whether everything before them is replaced. */
  readonly replaced: boolean;
  readonly parts: ReadonlyMap<string, string | null>;
  readonly deliveries: readonly { readonly id: string; readonly message: string }[];
  readonly clearsDeliveries: boolean;
  readonly clearsJournal: boolean;
  /** Deliveries beyond this number under way are parked, with this attempt. */
  readonly maxUnderWay: number;
  readonly parkedAttempt: string;
}

const pageSize = 2000;

/** The changes of a universe since a version, in one statement; undefined when there is no such universe. */
export async function findChanges(
  { query }: Connection,
  name: string,
  since: number,
): Promise<Changes | undefined> {
  const rows = await query(
    `SELECT u.id, u.version, u.replaced, c.part, c.seq, c.expires, c.value
     FROM ${schema}.universes u LEFT JOIN LATERAL (
       SELECT NULL AS part, r.seq, r.expires, r.doc AS value, r.version
       FROM ${schema}.referrals r WHERE r.universe = u.id AND r.version > $2 AND u.replaced <= $2
       UNION ALL
       SELECT p.name, NULL, NULL, p.value, p.version
       FROM ${schema}.parts p WHERE p.universe = u.id AND p.version > $2
     ) c ON true
     WHERE u.name = $1 ORDER BY c.version, c.seq`,
    [name, since],
  );
  const [first] = rows;
  if (first === undefined) return undefined;
  const parts = new Map<string, string | null>();
  const records: ReferralRecord[] = [];
  for (const row of rows) {
    if (typeof row.part === "string") parts.set(row.part, typeof row.value === "string" ? row.value : null);
    else if (row.seq !== null) records.push(readRecord(row.seq, row.expires, row.value));
  }
  return { universe: readUniverse(first), records, parts };
}

/** All referrals of a universe, page by page, oldest first. */
export async function* readReferrals(
  { query }: Connection,
  universe: number,
): AsyncGenerator<ReferralRecord[]> {
  for (let after = 0; ; ) {
    const rows = await query(
      `SELECT seq, expires, doc FROM ${schema}.referrals WHERE universe = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
      [universe, after, pageSize],
    );
    if (rows.length > 0) yield rows.map(({ seq, expires, doc }) => readRecord(seq, expires, doc));
    if (rows.length < pageSize) return;
    after = Number(rows.at(-1)?.seq);
  }
}

/** The universe, which no other transaction can change until this one ends; undefined when there is none. */
export async function lockUniverse({ query }: Connection, name: string): Promise<UniverseRow | undefined> {
  const [row] = await query(
    `SELECT id, version, replaced FROM ${schema}.universes WHERE name = $1 FOR UPDATE`,
    [name],
  );
  return row && readUniverse(row);
}

/** Stores changes as the next version of a locked universe, and returns that. */
export async function storeChanges(
  { query }: Connection,
  { id, version }: UniverseRow,
  changes: NewChanges,
): Promise<number> {
  const { records, parts, deliveries } = changes;
  if (changes.replaced) await query(`DELETE FROM ${schema}.referrals WHERE universe = $1`, [id]);
  if (changes.clearsDeliveries) await query(`DELETE FROM ${schema}.deliveries WHERE universe = $1`, [id]);
  if (changes.clearsJournal) await query(`DELETE FROM ${schema}.journal WHERE universe = $1`, [id]);
  if (deliveries.length > 0)
    await query(
      `WITH pending AS (
         SELECT count(*) AS count FROM ${schema}.deliveries WHERE universe = $1 AND status = 'pending'
       )
       INSERT INTO ${schema}.deliveries (universe, id, message, status, attempts)
       SELECT $1, d.id, d.message,
         CASE WHEN pending.count + d.place > $4 THEN 'parked' ELSE 'pending' END,
         CASE WHEN pending.count + d.place > $4 THEN ARRAY[$5::text] ELSE '{}'::text[] END
       FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS d(id, message, place), pending
       ORDER BY d.place`,
      [
        id,
        deliveries.map((delivery) => delivery.id),
        deliveries.map(({ message }) => message),
        changes.maxUnderWay,
        changes.parkedAttempt,
      ],
    );
  const next = version + 1;
  await query(
    `WITH stored_referrals AS (
       INSERT INTO ${schema}.referrals (universe, version, seq, expires, doc)
       SELECT $1, $2, * FROM unnest($3::bigint[], $4::text[], $5::text[])
       ON CONFLICT (universe, seq) DO UPDATE
       SET version = excluded.version, expires = excluded.expires, doc = excluded.doc
     ), stored_parts AS (
       INSERT INTO ${schema}.parts (universe, version, name, value)
       SELECT $1, $2, * FROM unnest($6::text[], $7::text[])
       ON CONFLICT (universe, name) DO UPDATE SET version = excluded.version, value = excluded.value
     )
     UPDATE ${schema}.universes
     SET version = $2, used = now(), replaced = CASE WHEN $8 THEN $2 ELSE replaced END WHERE id = $1`,
    [
      id,
      next,
      records.map(({ seq }) => seq),
      records.map(({ expiresAt }) => expiresAt),
      records.map(({ json }) => json),
      [...parts.keys()],
      [...parts.values()],
      changes.replaced,
    ],
  );
  return next;
}

/**
 * Creates a universe if it is new, and there is room for it.
 *
 * @param idleMs universes that no request was for in this time are removed first
 */
export async function insertUniverse(
  { query }: Connection,
  name: string,
  { max, idleMs, lasting }: { readonly max: number; readonly idleMs: number; readonly lasting: string },
): Promise<void> {
  await query(
    `DELETE FROM ${schema}.universes WHERE name <> $1 AND name <> $2 AND used < now() - $3 * interval '1 millisecond'`,
    [name, lasting, idleMs],
  );
  await query(
    `INSERT INTO ${schema}.universes (name)
     SELECT $1 WHERE (SELECT count(*) FROM ${schema}.universes) < $2 ON CONFLICT DO NOTHING`,
    [name, max],
  );
}

/** Marks universes as used now. */
export async function touchUniverses({ query }: Connection, names: readonly string[]): Promise<void> {
  await query(`UPDATE ${schema}.universes SET used = now() WHERE name = ANY ($1)`, [names]);
}

export async function removeUniverse({ query }: Connection, name: string): Promise<boolean> {
  const rows = await query(`DELETE FROM ${schema}.universes WHERE name = $1 RETURNING id`, [name]);
  return rows.length > 0;
}

/** The names of all universes, in the order of their creation. */
export async function listUniverses({ query }: Connection): Promise<string[]> {
  const rows = await query(`SELECT name FROM ${schema}.universes ORDER BY id`);
  return rows.map(({ name }) => String(name));
}

function readUniverse({ id, version, replaced }: Record<string, unknown>): UniverseRow {
  return { id: Number(id), version: Number(version), replaced: Number(replaced) };
}

function readRecord(seq: unknown, expires: unknown, doc: unknown): ReferralRecord {
  const json = String(doc);
  const record = toRecord(Number(seq), parseReferral({ json }), typeof expires === "string" ? expires : null);
  return { ...record, json };
}
