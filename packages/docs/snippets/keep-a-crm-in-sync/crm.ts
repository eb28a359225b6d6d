import { DatabaseSync } from "node:sqlite";
import type { CreationLedger } from "@partner-referrals/client";
import type { Referral } from "@partner-referrals/types";

/** What the CRM stores of a referral. */
export interface Deal {
  readonly name: string;
  readonly status: string;
  readonly value: number;
  /** The version that the CRM has seen. */
  readonly eTag: string;
}

// A file stands for the database of the CRM. What is in it survives a crash.
const db = new DatabaseSync(process.env.CRM_FILE ?? "crm.db");
db.exec(`
  CREATE TABLE IF NOT EXISTS deals (id TEXT PRIMARY KEY, deal TEXT, updated TEXT);
  CREATE TABLE IF NOT EXISTS connected (id TEXT PRIMARY KEY, dealId TEXT);
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT);
  CREATE TABLE IF NOT EXISTS ledger (key TEXT, version INTEGER, entry TEXT, PRIMARY KEY (key, version));
`);

type Synced = Pick<Referral, "id" | "name" | "status" | "details" | "eTag" | "updatedDateTime">;

/** The properties of a referral that the CRM needs. */
export const synced = ["id", "name", "status", "details", "eTag", "updatedDateTime"] as const;

export function find(id: string): Deal | undefined {
  const row = db.prepare("SELECT deal FROM deals WHERE id = ?").get(id);
  return row && JSON.parse(String(row.deal));
}

/** Stores a referral, unless the CRM has this version or a later one. */
export function save({ id, name, status, details, eTag, updatedDateTime }: Synced): boolean {
  if (find(id)?.eTag === eTag) return false;
  const deal: Deal = { name: name ?? "", status, value: details.dealValue ?? 0, eTag };
  const upsert = `INSERT INTO deals VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE
    SET deal = excluded.deal, updated = excluded.updated WHERE excluded.updated >= updated`;
  return db.prepare(upsert).run(id, JSON.stringify(deal), updatedDateTime).changes === 1;
}

export function readSetting(name: string): string | undefined {
  const row = db.prepare("SELECT value FROM settings WHERE name = ?").get(name);
  return row && String(row.value);
}

export function writeSetting(name: string, value: string): void {
  db.prepare("INSERT OR REPLACE INTO settings VALUES (?, ?)").run(name, value);
}

/** Remembers to which deal a connected referral belongs: events about it hold nothing else. */
export function connect(connectedId: string, dealId: string): void {
  db.prepare("INSERT OR REPLACE INTO connected VALUES (?, ?)").run(connectedId, dealId);
}

export function dealOf(connectedId: string): string | undefined {
  const row = db.prepare("SELECT dealId FROM connected WHERE id = ?").get(connectedId);
  return row && String(row.dealId);
}

/** The creations that were begun, for `createOnce`. */
export const ledger: CreationLedger = {
  async last(key) {
    const row = db.prepare("SELECT entry FROM ledger WHERE key = ? ORDER BY version DESC LIMIT 1").get(key);
    return row && JSON.parse(String(row.entry));
  },
  async append(key, entry) {
    const insert = db.prepare("INSERT INTO ledger VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    return insert.run(key, entry.version, JSON.stringify(entry)).changes === 1;
  },
};
