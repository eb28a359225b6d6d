import type { Connection } from "./connect.ts";
import { schema } from "./migrations.ts";

/** An entry of a journal, as JSON, with its size in characters. */
export interface JournalRow {
  readonly entry: string;
  readonly size: number;
}

/**
 * Appends entries to the journal of a universe, and removes the oldest beyond its limits.
 *
 * @param count how many there were, with those before `rows` that need not be stored
 */
export async function appendJournal(
  { query }: Connection,
  universe: string,
  rows: readonly JournalRow[],
  count: number,
  { maxEntries, maxSize }: { readonly maxEntries: number; readonly maxSize: number },
): Promise<void> {
  await query(
    `WITH counted AS (
       INSERT INTO ${schema}.journals (universe, last)
       SELECT id, $3::integer FROM ${schema}.universes WHERE name = $1
       ON CONFLICT (universe) DO UPDATE SET last = journals.last + excluded.last
       RETURNING universe, last
     )
     INSERT INTO ${schema}.journal (universe, number, entry, size)
     SELECT universe, last - json_array_length($2::json) + place, row->>'entry', (row->>'size')::integer
     FROM counted, json_array_elements($2::json) WITH ORDINALITY AS added(row, place)`,
    // One JSON text: the driver takes several times as long to write an array of long texts.
    [universe, JSON.stringify(rows), count],
  );
  await query(
    `DELETE FROM ${schema}.journal j USING (
       SELECT e.universe, e.number, row_number() OVER newest AS place, sum(e.size) OVER newest AS total
       FROM ${schema}.journal e JOIN ${schema}.universes u ON u.id = e.universe AND u.name = $1
       WINDOW newest AS (ORDER BY e.number DESC)
     ) old
     WHERE j.universe = old.universe AND j.number = old.number
       AND old.place > 1 AND (old.place > $2 OR old.total > $3)`,
    [universe, maxEntries, maxSize],
  );
}

/** The journal of a universe, oldest entry first. */
export async function readJournal(
  { query }: Connection,
  universe: string,
): Promise<{ readonly number: number; readonly entry: string }[]> {
  const rows = await query(
    `SELECT j.number, j.entry FROM ${schema}.journal j JOIN ${schema}.universes u ON u.id = j.universe
     WHERE u.name = $1 ORDER BY j.number`,
    [universe],
  );
  return rows.map(({ number, entry }) => ({ number: Number(number), entry: String(entry) }));
}
