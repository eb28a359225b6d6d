import type { Condition } from "./condition.ts";
import { createRecordCache } from "./record-cache.ts";
import {
  type Cursor,
  type ListPage,
  type ReferralQuery,
  type ReferralRecord,
  type ReferralStore,
  type SortKey,
  toRecord,
} from "./store.ts";
import { createWaitingRecords } from "./waiting-records.ts";

/** A database with an index for each property that lists are filtered or sorted by. */
export interface RecordDatabase
  extends Pick<
    ReferralStore,
    "findByEngagement" | "findExpired" | "nextExpiry" | "getSetting" | "setSetting"
  > {
  get(id: string): ReferralRecord | undefined;
  /** The records with these numbers, in any order. */
  getMany(seqs: readonly number[]): ReferralRecord[];
  /** Inserts records, or replaces those with the same `seq`: all of them, or none. */
  upsert(records: readonly ReferralRecord[]): void;
  removeAll(): void;
  /** The numbers of the referrals of a page, and of one more if there is one. @throws QueryTooCostlyError */
  list(query: ReferralQuery): number[];
  cursorOf(seq: number, sort: readonly SortKey[]): Cursor;
  /** @throws QueryTooCostlyError */
  count(condition?: Condition): number;
  maxSeq(): number;
  /** All records, oldest first. */
  all(): ReferralRecord[];
  transaction<Result>(change: () => Result): Result;
  close(): void;
}

/** How many records are written at once while requests wait. */
const sliceSize = 200;
/** How many characters of JSON wait to be written. Beyond, each write takes two of the oldest along. */
const maxWaiting = 96 * 1024 * 1024;
/** How long no request has written anything before what waits is written, in milliseconds. */
const idleMs = 100;

/**
 * Keeps records in memory as they are served, and their indexes in a database. In a file, a write is in the database when it
 * is acknowledged. In memory, where it would be lost with the process all the same, it waits until a list needs it or
 * nothing else is to be done: writing it at once takes two fifths of the time of a POST.
 *
 * @param open makes the database when it is first needed, as many universes of tests never list anything
 */
export function createCachedStore(
  open: () => RecordDatabase,
  { isPersistent }: { readonly isPersistent: boolean },
): ReferralStore {
  const waiting = createWaitingRecords();
  const cached = createRecordCache(8 * 1024 * 1024);
  const settings = new Map<string, string>();
  let database = isPersistent ? open() : undefined;
  let total = database?.count() ?? 0;
  let maxSeq = database?.maxSeq() ?? 0;
  let lastWrite = 0;
  let idle: NodeJS.Timeout | undefined;

  const openDatabase = (): RecordDatabase => {
    database ??= open();
    return database;
  };

  const flush = (limit: number): void => {
    const records = waiting.oldest(limit);
    if (records.length === 0) return;
    openDatabase().upsert(records);
    for (const record of records) waiting.remove(record);
    for (const record of records) cached.add(record);
  };

  const upToDate = (): RecordDatabase => {
    flush(Number.POSITIVE_INFINITY);
    return openDatabase();
  };

  const scheduleFlush = (): void => {
    if (idle !== undefined || waiting.count() === 0) return;
    const isIdle = performance.now() - lastWrite >= idleMs;
    idle = setTimeout(flushWhenIdle, isIdle ? 1 : idleMs).unref();
  };

  const flushWhenIdle = (): void => {
    if (performance.now() - lastWrite >= idleMs) flush(sliceSize / 4);
    idle = undefined;
    scheduleFlush();
  };

  const write = (record: ReferralRecord): ReferralRecord => {
    if (isPersistent) {
      openDatabase().upsert([record]);
      cached.add(record);
      return record;
    }
    cached.remove(record);
    waiting.add(record);
    lastWrite = performance.now();
    if (waiting.size() > maxWaiting) flush(2);
    scheduleFlush();
    return record;
  };

  const get = (id: string): ReferralRecord | undefined => {
    const known = waiting.get(id) ?? cached.get(id);
    if (known !== undefined || database === undefined) return known;
    const record = database.get(id);
    if (record !== undefined) cached.add(record);
    return record;
  };

  const getMany = (seqs: readonly number[]): ReferralRecord[] => {
    const found = new Map<number, ReferralRecord>();
    const missing: number[] = [];
    for (const seq of seqs) {
      const record = cached.getBySeq(seq);
      if (record === undefined) missing.push(seq);
      else found.set(seq, record);
    }
    const read = missing.length === 0 ? [] : openDatabase().getMany(missing);
    for (const record of read) {
      found.set(record.seq, record);
      cached.add(record);
    }
    return seqs.flatMap((seq) => found.get(seq) ?? []);
  };

  const forget = (): void => {
    waiting.clear();
    cached.clear();
  };

  return {
    get,
    findByEngagement(engagementId) {
      const found = new Map(database?.findByEngagement(engagementId).map((record) => [record.id, record]));
      for (const record of waiting.findByEngagement(engagementId)) found.set(record.id, record);
      return [...found.values()].sort((a, b) => a.seq - b.seq);
    },
    insert(referral, expiresAt) {
      const record = write(toRecord(++maxSeq, referral, expiresAt));
      total++;
      return record;
    },
    update(referral, expiresAt) {
      const seq = get(referral.id)?.seq;
      if (seq === undefined) throw new Error(`There is no referral ${referral.id} to update.`);
      return write(toRecord(seq, referral, expiresAt));
    },
    list(query): ListPage {
      const seqs = upToDate().list(query);
      const records = getMany(seqs.slice(0, query.limit));
      let length = 0;
      const end = records.findIndex(({ json }) => {
        length += json.length;
        return length > query.maxLength;
      });
      const rows = end < 0 ? records : records.slice(0, Math.max(end, 1));
      return { rows, hasMore: rows.length < seqs.length };
    },
    cursorOf: (seq, sort) => upToDate().cursorOf(seq, sort),
    count: (condition) => (condition === undefined ? total : upToDate().count(condition)),
    findExpired: (time) => upToDate().findExpired(time),
    nextExpiry: () => (total === 0 ? undefined : upToDate().nextExpiry()),
    all: () => (total === 0 ? [] : upToDate().all()),
    apply(records) {
      for (const record of records) {
        if (get(record.id) === undefined) total++;
        maxSeq = Math.max(maxSeq, record.seq);
        write(record);
      }
    },
    replaceAll(records) {
      forget();
      if (records.length > 0 || database !== undefined)
        openDatabase().transaction(() => {
          openDatabase().removeAll();
          openDatabase().upsert(records);
        });
      total = records.length;
      maxSeq = records.reduce((max, { seq }) => Math.max(max, seq), 0);
    },
    prepareList: () => (waiting.count() > sliceSize ? flushInSlices() : undefined),
    getSetting: (name) => (isPersistent ? openDatabase().getSetting(name) : settings.get(name)),
    setSetting(name, value) {
      if (isPersistent) openDatabase().setSetting(name, value);
      else settings.set(name, value);
    },
    isPersistent,
    transaction(change) {
      // In memory nobody can see a change half done: the process would be gone with it.
      if (!isPersistent) return change();
      try {
        return openDatabase().transaction(change);
      } catch (error) {
        forget();
        total = openDatabase().count();
        maxSeq = openDatabase().maxSeq();
        throw error;
      }
    },
    close() {
      clearTimeout(idle);
      forget();
      database?.close();
    },
  };

  /** Writes what waits, and lets other requests pass in between. */
  async function flushInSlices(): Promise<void> {
    while (waiting.count() > sliceSize) {
      flush(sliceSize);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
