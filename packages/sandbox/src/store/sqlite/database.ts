import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { StorageError } from "../store.ts";
import { columns, defaultSort, engagement } from "./columns.ts";
import { nameStorageErrors } from "./errors.ts";

/** Marks a file as a sandbox's: "prsb". */
const applicationId = 0x70727362;

/**
 * Opens the database, in memory or in a file.
 *
 * In memory nothing survives a crash anyway, so there is no journal. A file has a write-ahead log: once a write is
 * acknowledged it is with the operating system, and killing the process loses nothing. Only a power failure could take the
 * last writes with it; waiting for the disk each time would cost more than test data is worth.
 *
 * @throws StorageError when the file is not a sandbox's, is damaged, or cannot be used.
 */
export function openDatabase(file?: string): DatabaseSync {
  return nameStorageErrors(file, () => {
    const isNew = file === undefined || !existsSync(file);
    // A database that is defensive keeps a journal whatever it is told, which doubles the cost of a write in memory.
    const database = new DatabaseSync(file ?? ":memory:", { defensive: file !== undefined });
    try {
      if (file === undefined)
        database.exec("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
      else {
        if (!isNew) checkFile(database, file);
        database.exec(
          "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL",
        );
      }
      database.exec(`PRAGMA cache_size = -65536; PRAGMA application_id = ${applicationId}`);
      database.exec("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Finds out before the first request whether a file is a sandbox's, and whole. */
function checkFile(database: DatabaseSync, file: string): void {
  const { application_id: found } = database.prepare("PRAGMA application_id").get() ?? {};
  const isEmpty = database.prepare("SELECT count(*) AS count FROM sqlite_schema").get()?.count === 0;
  if (isEmpty) return;
  if (found !== applicationId) throw new StorageError(`${file} is a database, but not a sandbox's.`);
  const [problem] = Object.values(database.prepare("PRAGMA quick_check(1)").get() ?? {});
  if (problem !== "ok" || !hasValidReferrals(database))
    throw new StorageError(`${file} is damaged. Restore it from a backup, or start with another file.`);
}

/** A flipped byte in a text leaves the database whole. */
function hasValidReferrals(database: DatabaseSync): boolean {
  const hasTable = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'referrals'").get();
  if (hasTable === undefined) return true;
  const { id } =
    database
      .prepare(
        "SELECT id FROM referrals WHERE NOT json_valid(doc) OR json_extract(doc, '$.id') IS NOT id LIMIT 1",
      )
      .get() ?? {};
  return id === undefined;
}

/** Identifiers are property paths of the contract. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Documents are in a rowid table: the same insert into a table without rowids costs three times as much. Each column has
 * an index that ends in the default order, so that a page of matches is read in order and no further.
 */
export const tables: string = `
  CREATE TABLE referrals (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    organization TEXT NOT NULL,
    "eTag" TEXT NOT NULL,
    expires TEXT,
    ${columns.map(({ path }) => quote(path)).join(", ")},
    doc TEXT NOT NULL
  );
  CREATE UNIQUE INDEX by_id ON referrals (id);
  CREATE INDEX by_expiry ON referrals (expires) WHERE expires IS NOT NULL;
  ${columns.map(indexOf).join("\n  ")}
  CREATE TABLE members (referral INTEGER NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL);
  CREATE INDEX members_by_value ON members (path, value, referral);
  CREATE INDEX members_by_referral ON members (referral);
`;

/** The engagement comes first in its index, so that all organizations in it are found, too. */
function indexOf({ path, isSortable }: (typeof columns)[number]): string {
  const start = path === engagement ? [path, "organization"] : ["organization", path];
  const order = isSortable ? start : [...start, defaultSort];
  return `CREATE INDEX ${quote(`by ${path}`)} ON referrals (${order.map(quote).join(", ")});`;
}
