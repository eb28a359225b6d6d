import type { Pool, PoolClient } from "pg";
import { DatabaseError, StorageError } from "../store.ts";

/** How long a statement may take, in milliseconds, before the database, and a little later this program, gives it up. */
const statementTimeoutMs = 8000;
const connectTimeoutMs = 5000;
const defaultMaxConnections = 10;

/** What is wrong with a database, by the codes of PostgreSQL and of Node. @see https://www.postgresql.org/docs/18/errcodes-appendix.html */
const reasons: readonly [codes: RegExp, reason: (url: URL, message: string) => string][] = [
  [
    /^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|ETIMEDOUT|EPIPE)/,
    ({ host }) => `The database at ${host} cannot be reached.`,
  ],
  [
    /^28/,
    ({ host, username }) => `The database at ${host} rejects the user ${decode(username)} or the password.`,
  ],
  [/^3D000$/, ({ host, pathname }) => `There is no database ${decode(pathname.slice(1))} at ${host}.`],
  [
    /^42501$/,
    ({ username }, message) => `The user ${decode(username)} lacks a right in the database: ${message}.`,
  ],
  [/^53100$/, ({ host }) => `The disk of the database at ${host} is full.`],
  [/^53/, ({ host }) => `The database at ${host} has no room for more connections or work.`],
  [/^57P/, ({ host }) => `The database at ${host} is starting, stopping or restarting.`],
  [/^(57014|55P03)$/, ({ host }) => `The database at ${host} takes too long.`],
];

/**
 * Connects to a PostgreSQL database, with a limited number of connections. The driver is loaded here, when it is needed.
 *
 * @param url `postgres://<user>:<password>@<host>:<port>/<database>`, with the options of the driver
 * @throws StorageError that says in a line what is wrong, without the password
 */
export async function connectToPostgres(
  url: string,
  maxConnections: number = defaultMaxConnections,
): Promise<Database> {
  const address = URL.parse(url);
  if (address === null || !/^postgres(ql)?:$/.test(address.protocol))
    throw new StorageError("A database is given as postgres://<user>:<password>@<host>:<port>/<database>.");
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: "partner-referrals-sandbox",
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    lock_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    // For a database that does not even say that it gave up.
    query_timeout: statementTimeoutMs + 1000,
    keepAlive: true,
    allowExitOnIdle: true,
  });
  // A connection that breaks while nobody uses it: the next request gets another one.
  pool.on("error", () => {});
  const database = createDatabase(pool, address);
  try {
    await database.query("SELECT 1");
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

type Row = Record<string, unknown>;

/** Runs statements. Every error of it is a {@link DatabaseError}. */
export interface Connection {
  query(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** A database with a pool of connections. */
export interface Database extends Connection {
  /** Runs `change` on one connection. What it did in a transaction is lost when it throws. */
  withConnection<Result>(change: (connection: Connection) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

function createDatabase(pool: Pool, address: URL): Database {
  const run = async (
    client: Pool | PoolClient,
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> => {
    try {
      const result = await client.query(
        values.length === 0 ? sql : { name: nameOf(sql), text: sql, values: [...values] },
      );
      return result.rows;
    } catch (error) {
      throw toDatabaseError(error, address);
    }
  };
  return {
    query: (sql, values) => run(pool, sql, values),
    async withConnection(change) {
      const client = await pool.connect().catch((error) => {
        throw toDatabaseError(error, address);
      });
      const ignore = (): void => {};
      client.on("error", ignore);
      let isBroken = true;
      try {
        const result = await change({ query: (sql, values) => run(client, sql, values) });
        isBroken = false;
        return result;
      } finally {
        client.off("error", ignore);
        // Closing the connection rolls back.
        client.release(isBroken);
      }
    },
    close: () => pool.end(),
  };
}

const names = new Map<string, string>();

/** The name under which a connection keeps a statement prepared. There is a fixed number of statements. */
function nameOf(sql: string): string {
  const known = names.get(sql) ?? `s${names.size}`;
  names.set(sql, known);
  return known;
}

function toDatabaseError(error: unknown, address: URL): StorageError {
  if (error instanceof StorageError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const isTimeout = /timeout/i.test(message) && code === "";
  const known = reasons.find(([codes]) => codes.test(isTimeout ? "57014" : code));
  const reason =
    known?.[1](address, message) ?? `The database at ${address.host} cannot be used: ${message || code}.`;
  return new DatabaseError(reason.replaceAll("\n", " "), { cause: error });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
