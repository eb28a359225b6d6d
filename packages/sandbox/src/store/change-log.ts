import type { ReferralRecord, ReferralStore } from "./store.ts";

/** What changed in a store since it was asked for last. */
export interface StoreChanges {
  /** Inserted or updated, each once. */
  readonly records: readonly ReferralRecord[];
  /** Whether everything before them was replaced. */
  readonly replaced: boolean;
}

/** A store that remembers what is changed by way of it, until somebody takes it. */
export interface RecordedStore extends ReferralStore {
  takeChanges(): StoreChanges;
}

export function recordChanges(store: ReferralStore): RecordedStore {
  let records = new Map<number, ReferralRecord>();
  let replaced = false;
  const note = (record: ReferralRecord): ReferralRecord => {
    records.set(record.seq, record);
    return record;
  };
  return {
    ...store,
    insert: (referral, expiresAt) => note(store.insert(referral, expiresAt)),
    update: (referral, expiresAt) => note(store.update(referral, expiresAt)),
    replaceAll(all) {
      store.replaceAll(all);
      records = new Map(all.map((record) => [record.seq, record]));
      replaced = true;
    },
    takeChanges() {
      const changes = { records: [...records.values()], replaced };
      records = new Map();
      replaced = false;
      return changes;
    },
  };
}
