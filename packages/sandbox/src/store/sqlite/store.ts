import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { getIn } from "@partner-referrals/spec/model";
import type { ReferralRecord, ReferralStore, SortValue, StoredReferral } from "../store.ts";
import { parseReferral } from "../store.ts";
import { collectionIndexes, columns, toColumnValue } from "./columns.ts";
import { openDatabase, quote, tables } from "./database.ts";
import { toPageStatement } from "./pages.ts";
import { toSql } from "./to-sql.ts";

/** How many list statements stay prepared. */
const maxStatements = 200;
const recordColumns =
  'seq, id, organization AS "organizationId", "engagementId", "eTag", expires AS "expiresAt", doc AS json';
const layoutSetting = "tables";

/** Opens a store in memory, or in a file that outlives the process. */
export function openSqliteStore(file?: string): ReferralStore {
  const database = openDatabase(file);
  const prepare = createStatementCache(database);
  const settings = createSettings(database);
  // One transaction: a file keeps its referrals even when the process dies here.
  database.exec("BEGIN IMMEDIATE");
  const carriedOver = updateLayout(database, settings);
  const select = `SELECT ${recordColumns} FROM referrals`;
  const getOne = database.prepare(`${select} WHERE id = ?`);
  const getEngagement = database.prepare(`${select} WHERE "engagementId" = ? ORDER BY seq`);
  const getExpired = database.prepare(`${select} WHERE expires <= ? ORDER BY expires, seq`);
  const getNextExpiry = database.prepare(
    "SELECT min(expires) AS expires FROM referrals WHERE expires IS NOT NULL",
  );
  const write = createWriter(database);
  let nextSeq = 1 + Number(database.prepare("SELECT max(seq) AS seq FROM referrals").get()?.seq ?? 0);
  const insertAt = (seq: number, referral: StoredReferral, expiresAt: string | null) => {
    nextSeq = Math.max(nextSeq, seq + 1);
    return write.insert(toRecord(seq, referral, expiresAt), referral);
  };
  const removeAll = () => database.exec("DELETE FROM referrals; DELETE FROM members");
  const store: ReferralStore = {
    get: (id) => readRecords(getOne, id)[0],
    findByEngagement: (engagementId) => readRecords(getEngagement, engagementId),
    insert: (referral, expiresAt) => insertAt(nextSeq, referral, expiresAt),
    update(referral, expiresAt) {
      const seq = store.get(referral.id)?.seq;
      if (seq === undefined) throw new Error(`There is no referral ${referral.id} to update.`);
      return write.update(toRecord(seq, referral, expiresAt), referral);
    },
    list(query) {
      const { sql, parameters, keys } = toPageStatement(query);
      return prepare(sql)
        .all(...parameters)
        .map((row) => ({
          id: String(row.id),
          engagementId: String(row.engagementId),
          json: String(row.json),
          cursor: {
            seq: Number(row.seq),
            // A cast: sorted is by single values only.
            values: keys.map((key) => row[key] as SortValue),
          },
        }));
    },
    count(condition) {
      const { sql, parameters } = condition ? toSql(condition) : { sql: "1", parameters: [] };
      const counted = prepare(`SELECT count(*) AS count FROM referrals WHERE ${sql}`).get(...parameters);
      return Number(counted?.count);
    },
    findExpired: (time) => readRecords(getExpired, time),
    nextExpiry() {
      const expires = getNextExpiry.get()?.expires;
      return typeof expires === "string" ? expires : undefined;
    },
    all: () => readRecords(database.prepare(`${select} ORDER BY seq`)),
    replaceAll(records) {
      store.transaction(() => {
        removeAll();
        nextSeq = 1;
        for (const record of records) insertAt(record.seq, parseReferral(record), record.expiresAt);
      });
    },
    getSetting: settings.get,
    setSetting: settings.set,
    isPersistent: file !== undefined,
    transaction(change) {
      // In memory nobody can see a change half done: the process would be gone with it.
      if (file === undefined || database.isTransaction) return change();
      database.exec("BEGIN IMMEDIATE");
      try {
        const result = change();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    close: () => database.close(),
  };
  for (const record of carriedOver) insertAt(record.seq, parseReferral(record), record.expiresAt);
  database.exec("COMMIT");
  return store;
}

function toRecord(seq: number, referral: StoredReferral, expiresAt: string | null): ReferralRecord {
  const { id, organizationId, engagementId, eTag } = referral;
  return { seq, id, organizationId, engagementId, eTag, expiresAt, json: JSON.stringify(referral) };
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
  insert(record: ReferralRecord, referral: StoredReferral): ReferralRecord;
  update(record: ReferralRecord, referral: StoredReferral): ReferralRecord;
}

function createWriter(database: DatabaseSync): Writer {
  const names = ["seq", "id", "organization", "eTag", "expires", ...columns.map(({ path }) => path), "doc"];
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
  const addMembers = ({ seq }: ReferralRecord, referral: StoredReferral) => {
    for (const { collection, names: path, path: name } of collectionIndexes) {
      const items = getIn(referral, collection);
      for (const item of Array.isArray(items) ? items : []) {
        const value = getIn(item, ...path);
        if (typeof value === "string") addMember.run(seq, name, value);
      }
    }
  };
  return {
    insert(record, referral) {
      insert.run(...valuesOf(record, referral));
      addMembers(record, referral);
      return record;
    },
    update(record, referral) {
      update.run(...valuesOf(record, referral), record.seq);
      removeMembers.run(record.seq);
      addMembers(record, referral);
      return record;
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
    : readRecords(database.prepare(`SELECT seq, expires AS "expiresAt", doc AS json FROM referrals`));
  if (!isEmpty) database.exec("DROP TABLE referrals; DROP TABLE members");
  database.exec(tables);
  settings.set(layoutSetting, tables);
  return records;
}
