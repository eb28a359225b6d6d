import { StorageError } from "../store.ts";
import type { Database } from "./connect.ts";

/** The schema that all tables are in: the user of the database needs rights for no other one. */
export const schema = "partner_referrals_sandbox";
/** The lock under which one instance migrates while the others wait: "prsb" as a number, as in files. */
const lock = 0x70727362;
const migrationTable = "migrations";

/** What each version of the schema adds. A version that was released is never changed; another one is added. */
const migrations: readonly string[] = [
  `
  CREATE TABLE universes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    -- Grows with each change of the universe.
    version bigint NOT NULL DEFAULT 0,
    -- The version in which all referrals were replaced last.
    replaced bigint NOT NULL DEFAULT 0,
    used timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE referrals (
    universe bigint NOT NULL REFERENCES universes ON DELETE CASCADE,
    seq bigint NOT NULL,
    version bigint NOT NULL,
    expires text,
    doc text NOT NULL,
    PRIMARY KEY (universe, seq)
  );
  CREATE INDEX referrals_by_version ON referrals (universe, version);
  CREATE TABLE parts (
    universe bigint NOT NULL REFERENCES universes ON DELETE CASCADE,
    name text NOT NULL,
    version bigint NOT NULL,
    value text,
    PRIMARY KEY (universe, name)
  );
  CREATE TABLE journals (
    universe bigint PRIMARY KEY REFERENCES universes ON DELETE CASCADE,
    -- The number of the last entry.
    last bigint NOT NULL
  );
  CREATE TABLE journal (
    universe bigint NOT NULL REFERENCES universes ON DELETE CASCADE,
    number bigint NOT NULL,
    size integer NOT NULL,
    entry text NOT NULL,
    PRIMARY KEY (universe, number)
  );
  CREATE TABLE deliveries (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    universe bigint NOT NULL REFERENCES universes ON DELETE CASCADE,
    id text NOT NULL,
    message text NOT NULL,
    attempts text[] NOT NULL DEFAULT '{}',
    status text NOT NULL,
    due timestamptz NOT NULL DEFAULT now(),
    -- Until then the instance that took it has time to send it.
    taken timestamptz
  );
  CREATE INDEX deliveries_by_universe ON deliveries (universe, number);
  CREATE INDEX deliveries_due ON deliveries (due) WHERE status = 'pending';
  CREATE TABLE settings (name text PRIMARY KEY, value text NOT NULL);
  `,
];

/**
 * Brings the schema up to date. Of several instances that start at once, one does it.
 *
 * @throws StorageError when the schema is somebody else's, or of a newer sandbox
 */
export async function migrate(database: Database): Promise<void> {
  await database.withConnection(async (connection) => {
    await connection.query(`BEGIN`);
    await connection.query("SELECT pg_advisory_xact_lock($1)", [lock]);
    const found = await findTables(connection.query);
    if (found === undefined) await connection.query(`CREATE SCHEMA ${schema}`);
    else if (found.length > 0 && !found.includes(migrationTable))
      throw new StorageError(`The schema ${schema} in the database is not a sandbox's: it has other tables.`);
    await connection.query(`SET LOCAL search_path TO ${schema}`);
    await connection.query(
      `CREATE TABLE IF NOT EXISTS ${migrationTable} (version integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())`,
    );
    const [row] = await connection.query(
      `SELECT coalesce(max(version), 0) AS version FROM ${migrationTable}`,
    );
    const version = Number(row?.version);
    if (version > migrations.length)
      throw new StorageError(
        `The schema ${schema} has version ${version}; this sandbox knows ${migrations.length}. Use a newer sandbox.`,
      );
    for (const [index, sql] of migrations.entries()) {
      if (index < version) continue;
      await connection.query(sql);
      await connection.query(`INSERT INTO ${migrationTable} (version) VALUES ($1)`, [index + 1]);
    }
    await connection.query("COMMIT");
  });
}

/** The names of the schema's tables; undefined when there is no such schema. */
async function findTables(query: Database["query"]): Promise<string[] | undefined> {
  const rows = await query(
    `SELECT c.relname AS name FROM pg_namespace n
     LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
     WHERE n.nspname = $1`,
    [schema],
  );
  if (rows.length === 0) return undefined;
  return rows.flatMap(({ name }) => (typeof name === "string" ? [name] : []));
}
