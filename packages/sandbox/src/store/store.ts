import type { SQLInputValue, StatementSync } from "node:sqlite";
import type { Referral } from "@partner-referrals/types";
import { at } from "../json.ts";
import { collectionIndexes, columns, toColumnValue } from "./columns.ts";
import { openDatabase, quote, tables } from "./database.ts";

/** A referral without what depends on who asks and where: its links. */
export type Document = Omit<Referral, "links" | "@odata.context">;

/** A stored referral. */
export interface Row {
  readonly seq: number;
  readonly id: string;
  /** Whose it is. */
  readonly organization: string;
  readonly engagementId: string;
  readonly eTag: string;
  /** The {@link Document} as JSON. */
  readonly doc: string;
}

/** The condition and order of a list, in SQL with parameters. */
export interface Query {
  readonly where: string;
  readonly parameters: readonly SQLInputValue[];
  /** The expressions sorted by, and `seq` as the last. */
  readonly orderBy: string;
  /** What is sorted by, so that the next page can start behind it. */
  readonly keys: readonly string[];
  readonly limit: number;
  readonly offset: number;
}

/** A found referral with the values that it was sorted by. */
export interface Found extends Pick<Row, "seq" | "id" | "engagementId" | "doc"> {
  readonly keys: readonly (string | number | null)[];
}

export interface Store {
  get(id: string): Row | undefined;
  inEngagement(engagementId: string): Row[];
  /** Adds a referral, or takes the place of the one with the same id. Returns what is stored now. */
  put(document: Document, seq?: number): Row;
  list(query: Query): Found[];
  count(query: Pick<Query, "where" | "parameters">): number;
  /** The open referrals that end at this time or before. */
  expiring(time: string): Row[];
  /** When the next open referral ends. */
  nextExpiry(): string | undefined;
  all(): Row[];
  clear(): void;
  /** Small things that go with the referrals. */
  readMeta(name: string): string | undefined;
  writeMeta(name: string, value: string): void;
  /** Whether it is in a file. */
  readonly isPersistent: boolean;
  /** All of the changes that `change` makes, or none should the process die. */
  atomically<Result>(change: () => Result): Result;
  close(): void;
}

/** How many list statements are kept prepared. */
const mostStatements = 200;

/** Opens a store in memory, or in a file that survives the process. */
export function openStore(file?: string): Store {
  const database = openDatabase(file);
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    if (prepared.size >= mostStatements) prepared.clear();
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  // Casts in this function: SQLite gives back what the statement names.
  const rows = (statement: StatementSync, ...parameters: SQLInputValue[]) =>
    statement.all(...parameters) as unknown as Row[];

  const readMeta = (name: string) => {
    const row = database.prepare("SELECT value FROM meta WHERE name = ?").get(name);
    return row === undefined ? undefined : String(row.value);
  };
  const writeMeta = (name: string, value: string) => {
    prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)").run(name, value);
  };
  // All of it in one transaction: a file keeps its documents even when the process dies here.
  database.exec("BEGIN IMMEDIATE");
  const kept = readMeta("tables") === tables ? [] : renewTables();

  const select = 'SELECT seq, id, organization, "engagementId", "eTag", doc FROM referrals';
  const getOne = database.prepare(`${select} WHERE id = ?`);
  const getEngagement = database.prepare(`${select} WHERE "engagementId" = ? ORDER BY seq`);
  const getExpiring = database.prepare(`${select} WHERE expires <= ? ORDER BY expires, seq`);
  const getNextExpiry = database.prepare(
    "SELECT min(expires) AS expires FROM referrals WHERE expires IS NOT NULL",
  );
  const names = ["seq", "id", "organization", "eTag", "expires", ...columns.map(({ path }) => path), "doc"];
  const insert = database.prepare(
    `INSERT INTO referrals (${names.map(quote).join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
  );
  const update = database.prepare(
    `UPDATE referrals SET ${names.map((name) => `${quote(name)} = ?`).join(", ")} WHERE seq = ?`,
  );
  const addMember = database.prepare("INSERT INTO members (referral, path, value) VALUES (?, ?, ?)");
  const removeMembers = database.prepare("DELETE FROM members WHERE referral = ?");
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  let nextSeq = 1 + Number(database.prepare("SELECT max(seq) AS seq FROM referrals").get()?.seq ?? 0);

  const store: Store = {
    get: (id) => getOne.get(id) as unknown as Row | undefined,
    inEngagement: (engagementId) => rows(getEngagement, engagementId),
    put(document, given) {
      const known = given === undefined ? store.get(document.id)?.seq : undefined;
      const seq = known ?? given ?? nextSeq;
      nextSeq = Math.max(nextSeq, seq + 1);
      const { id, organizationId: organization, engagementId, eTag } = document;
      const doc = JSON.stringify(document);
      const values = [
        seq,
        id,
        organization,
        eTag,
        document.status === "New" ? (document.expirationDateTime ?? null) : null,
        ...columns.map(({ segments, kind }) => toColumnValue(at(document, ...segments), kind)),
        doc,
      ];
      if (known === undefined) insert.run(...values);
      else {
        update.run(...values, seq);
        removeMembers.run(seq);
      }
      for (const { collection, segments, path } of collectionIndexes) {
        const items = at(document, collection);
        for (const item of Array.isArray(items) ? items : []) {
          const value = at(item, ...segments);
          if (typeof value === "string") addMember.run(seq, path, value);
        }
      }
      return { seq, id, organization, engagementId, eTag, doc };
    },
    list({ where, parameters, orderBy, keys, limit, offset }) {
      const selected = keys.map((key, index) => `${key} AS k${index}`);
      const sql = `SELECT ${["seq", "id", '"engagementId"', "doc", ...selected].join(", ")} FROM referrals WHERE ${where} ORDER BY ${orderBy} LIMIT ? OFFSET ?`;
      const found = prepare(sql).all(...parameters, limit, offset) as unknown as (Row &
        Record<string, string>)[];
      return found.map(({ seq, id, engagementId, doc, ...values }) => ({
        ...{ seq, id, engagementId, doc },
        keys: keys.map((_, index) => values[`k${index}`] ?? null),
      }));
    },
    count: ({ where, parameters }) =>
      Number(prepare(`SELECT count(*) AS count FROM referrals WHERE ${where}`).get(...parameters)?.count),
    expiring: (time) => rows(getExpiring, time),
    nextExpiry() {
      const expires = getNextExpiry.get()?.expires;
      return typeof expires === "string" ? expires : undefined;
    },
    all: () => rows(database.prepare(`${select} ORDER BY seq`)),
    clear() {
      store.atomically(() => database.exec("DELETE FROM referrals; DELETE FROM members"));
      nextSeq = 1;
    },
    readMeta,
    writeMeta,
    isPersistent: file !== undefined,
    atomically(change) {
      // In memory there is nobody to see a change half done: the process would be gone with it.
      if (file === undefined || database.isTransaction) return change();
      begin.run();
      try {
        const result = change();
        commit.run();
        return result;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    close: () => database.close(),
  };
  // A cast, because a store holds nothing but documents.
  for (const { seq, doc } of kept) store.put(JSON.parse(doc) as Document, seq);
  database.exec("COMMIT");
  return store;

  /** Makes new tables. Returns what was in the old ones, which are those of a version with other columns. */
  function renewTables(): Row[] {
    const isEmpty = readMeta("tables") === undefined;
    const documents = isEmpty ? [] : rows(database.prepare("SELECT seq, doc FROM referrals"));
    if (!isEmpty) database.exec("DROP TABLE referrals; DROP TABLE members");
    database.exec(tables);
    writeMeta("tables", tables);
    return documents;
  }
}
