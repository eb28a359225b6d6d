/** What is known about the creation of a referral. */
export interface LedgerEntry {
  /** 1 for the first entry of a key, then one more for each. */
  readonly version: number;
  /**
   * `started`: a request may be under way, or its response was lost. `created`: the referral exists. `failed`: the request
   * was certainly not executed.
   */
  readonly state: "started" | "created" | "failed";
  /** When the entry was written, as an ISO 8601 date. */
  readonly at: string;
  /** The id of the referral, once it is known. */
  readonly referralId?: string | undefined;
  readonly engagementId?: string | undefined;
}

/**
 * Remembers creations, so that none is made twice, whatever crashes or gets lost. Entries are only ever appended. Implement
 * it on a table of your database, with the key and the version as its primary key:
 *
 * @example
 * const ledger: CreationLedger = {
 *   last: (key) => db.one("SELECT entry FROM ledger WHERE key = ? ORDER BY version DESC LIMIT 1", key),
 *   append: async (key, entry) =>
 *     (await db.run("INSERT INTO ledger VALUES (?, ?, ?) ON CONFLICT DO NOTHING", key, entry.version, entry)).changes === 1,
 * };
 */
export interface CreationLedger {
  /** Returns the entry of the key with the highest version. */
  last(key: string): Promise<LedgerEntry | undefined>;
  /**
   * Appends an entry and resolves once it is stored for good. Resolves with `false` if the key already has an entry of that
   * version, because another process was faster.
   */
  append(key: string, entry: LedgerEntry): Promise<boolean>;
}

/** Creates a ledger that lives as long as the process: for tests, and against lost responses but not against crashes. */
export function createMemoryLedger(): CreationLedger {
  const entries = new Map<string, LedgerEntry>();
  return {
    last: async (key) => entries.get(key),
    async append(key, entry) {
      if ((entries.get(key)?.version ?? 0) >= entry.version) return false;
      entries.set(key, entry);
      return true;
    },
  };
}
