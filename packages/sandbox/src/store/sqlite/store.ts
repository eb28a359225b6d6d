import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { getIn } from "@partner-referrals/spec/model";
import type { RecordDatabase } from "../cached-store.ts";
import {
  type Cursor,
  parseReferral,
  type ReferralQuery,
  type ReferralRecord,
  type SortKey,
  type SortValue,
  type StoredReferral,
  toRecord,
} from "../store.ts";
import { collectionIndexes, columns, toColumnValue } from "./columns.ts";
import { openDatabase, quote, tables } from "./database.ts";
import { nameStorageErrors } from "./errors.ts";
import { addFunctions } from "./functions.ts";
import { listKey, toCountUpToStatement, toCursorStatement, toPageStatement } from "./pages.ts";
import { createSkipMarks } from "./skip-marks.ts";
import { toSql, withReadingCost } from "./to-sql.ts";

/** How many list statements stay prepared. */
const maxStatements = 200;
const recordColumns =
  'seq, id, organization AS "organizationId", "engagementId", "eTag", expires AS "expiresAt", doc AS json';
const layoutSetting = "tables";

/**
 * Opens a database in memory, or in a file that outlives the process.
 *
 * @throws StorageError when the file is not a sandbox's, is damaged, or cannot be used
 */
export function openSqliteDatabase(file?: string): RecordDatabase {
  const database = openDatabase(file);
  const budget = addFunctions(database);
  const prepare = createStatementCache(database);
  const settings = createSettings(database);
  const cursorOf = (seq: number, sort: readonly SortKey[]): Cursor => {
    const row = prepare(toCursorStatement(sort)).get(seq) ?? {};
    // A cast: sorted is by single values only.
    return { seq, values: Object.values(row) as SortValue[] };
  };
  const readPage = (query: ReferralQuery): number[] => {
    const { sql, parameters } = toPageStatement(query);
    const rows = prepare(sql).all(...parameters);
    return rows.map(({ seq }) => Number(seq));
  };
  const marks = createSkipMarks({
    readPage,
    listKey,
    cursorOf,
    countUpTo(query, cursor, seqs) {
      const { sql, parameters } = toCountUpToStatement(query, cursor, seqs);
      return Number(prepare(sql).get(...parameters)?.count);
    },
  });
  const transaction = createTransaction(database);
  // One transaction: a file keeps its referrals even when the process dies here.
  const carriedOver = nameStorageErrors(file, () => transaction(() => updateLayout(database, settings)));
  const select = `SELECT ${recordColumns} FROM referrals`;
  const getOne = database.prepare(`${select} WHERE id = ?`);
  const getSeveral = database.prepare(`${select} WHERE seq IN (SELECT value FROM json_each(?))`);
  const getEngagement = database.prepare(`${select} WHERE "engagementId" = ? ORDER BY seq`);
  const getExpired = database.prepare(`${select} WHERE expires <= ? ORDER BY expires, seq`);
  const getNextExpiry = database.prepare(
    "SELECT min(expires) AS expires FROM referrals WHERE expires IS NOT NULL",
  );
  const writer = createWriter(database);
  const store: RecordDatabase = {
    get: (id) => readRecords(getOne, id)[0],
    getMany: (seqs) => readRecords(getSeveral, JSON.stringify(seqs)),
    findByEngagement: (engagementId) => readRecords(getEngagement, engagementId),
    upsert: (records) =>
      transaction(() =>
        marks.around(records, () => {
          for (const record of records) writer.upsert(record, parseReferral(record));
        }),
      ),
    removeAll() {
      marks.clear();
      database.exec("DELETE FROM referrals; DELETE FROM members");
    },
    list: (query) => budget.run(() => marks.readPage(query)),
    cursorOf,
    count(condition) {
      const { sql, parameters } = condition
        ? withReadingCost(toSql(condition))
        : { sql: "1", parameters: [] };
      const statement = prepare(`SELECT count(*) AS count FROM referrals WHERE ${sql}`);
      return Number(budget.run(() => statement.get(...parameters))?.count);
    },
    maxSeq: () => Number(database.prepare("SELECT max(seq) AS seq FROM referrals").get()?.seq ?? 0),
    findExpired: (time) => readRecords(getExpired, time),
    nextExpiry() {
      const expires = getNextExpiry.get()?.expires;
      return typeof expires === "string" ? expires : undefined;
    },
    all: () => readRecords(database.prepare(`${select} ORDER BY seq`)),
    getSetting: settings.get,
    setSetting: settings.set,
    transaction,
    close: () => database.close(),
  };
  store.upsert(carriedOver);
  return store;

  /** Makes every access name what is wrong with the file. */
  function createTransaction(of: DatabaseSync): <Result>(change: () => Result) => Result {
    return (change) => {
      if (of.isTransaction) return change();
      return nameStorageErrors(file, () => {
        of.exec("BEGIN IMMEDIATE");
        try {
          const result = change();
          of.exec("COMMIT");
          return result;
        } catch (error) {
          marks.clear();
          // SQLite may have rolled back itself, as when the disk is full.
          if (of.isTransaction) of.exec("ROLLBACK");
          throw error;
        }
      });
    };
  }
}

function readRecords(statement: StatementSync, ...parameters: SQLInputValue[]): ReferralRecord[] {
  // A cast: SQLite returns the columns that the statement names.
  return statement.all(...parameters) as unknown as ReferralRecord[];
}

function createStatementCache(database: DatabaseSync): (sql: string) => StatementSync {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    const cached = statements.get(sql);
    if (cached !== undefined) return cached;
    if (statements.size >= maxStatements) statements.clear();
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
}

interface Settings {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

function createSettings(database: DatabaseSync): Settings {
  const select = database.prepare("SELECT value FROM meta WHERE name = ?");
  const replace = database.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
  return {
    get(name) {
      const row = select.get(name);
      return row === undefined ? undefined : String(row.value);
    },
    set(name, value) {
      replace.run(name, value);
    },
  };
}

interface Writer {
  upsert(record: ReferralRecord, referral: StoredReferral): void;
}

function createWriter(database: DatabaseSync): Writer {
  const names = ["seq", "id", "organization", "eTag", "expires", ...columns.map(({ path }) => path), "doc"];
  const exists = database.prepare("SELECT 1 FROM referrals WHERE seq = ?");
  const insert = database.prepare(
    `INSERT INTO referrals (${names.map(quote).join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
  );
  const update = database.prepare(
    `UPDATE referrals SET ${names.map((name) => `${quote(name)} = ?`).join(", ")} WHERE seq = ?`,
  );
  const addMember = database.prepare("INSERT INTO members (referral, path, value) VALUES (?, ?, ?)");
  const removeMembers = database.prepare("DELETE FROM members WHERE referral = ?");
  const valuesOf = (record: ReferralRecord, referral: StoredReferral) => [
    record.seq,
    record.id,
    record.organizationId,
    record.eTag,
    record.expiresAt,
    ...columns.map(({ names: path, kind }) => toColumnValue(getIn(referral, ...path), kind)),
    record.json,
  ];
  return {
    upsert(record, referral) {
      const values = valuesOf(record, referral);
      if (exists.get(record.seq) === undefined) insert.run(...values);
      else {
        update.run(...values, record.seq);
        removeMembers.run(record.seq);
      }
      for (const { collection, names: path, path: name } of collectionIndexes) {
        const items = getIn(referral, collection);
        for (const item of Array.isArray(items) ? items : []) {
          const value = getIn(item, ...path);
          if (typeof value === "string") addMember.run(record.seq, name, value);
        }
      }
    },
  };
}

/** Makes new tables if the contract's columns have changed. Returns what was in the old ones. */
function updateLayout(database: DatabaseSync, settings: Settings): ReferralRecord[] {
  const layout = settings.get(layoutSetting);
  if (layout === tables) return [];
  const isEmpty = layout === undefined;
  const records = isEmpty
    ? []
    : readRecords(database.prepare(`SELECT seq, expires AS "expiresAt", doc AS json FROM referrals`)).map(
        ({ seq, expiresAt, json }) => toRecord(seq, parseReferral({ json }), expiresAt),
      );
  if (!isEmpty) database.exec("DROP TABLE referrals; DROP TABLE members");
  database.exec(tables);
  settings.set(layoutSetting, tables);
  return records;
}
