import type { ReferralRecord } from "./store.ts";

/** Records that were read or written last. */
export interface RecordCache {
  add(record: ReferralRecord): void;
  /** Removes the record of the same id. */
  remove(record: Pick<ReferralRecord, "id">): void;
  get(id: string): ReferralRecord | undefined;
  getBySeq(seq: number): ReferralRecord | undefined;
  clear(): void;
}

/** @param maxSize how many characters of JSON it holds; it is emptied when there are more */
export function createRecordCache(maxSize: number): RecordCache {
  const byId = new Map<string, ReferralRecord>();
  const bySeq = new Map<number, ReferralRecord>();
  let size = 0;
  const clear = (): void => {
    byId.clear();
    bySeq.clear();
    size = 0;
  };
  const remove = ({ id }: Pick<ReferralRecord, "id">): void => {
    const record = byId.get(id);
    if (record === undefined) return;
    byId.delete(id);
    bySeq.delete(record.seq);
    size -= record.json.length;
  };
  return {
    add(record) {
      remove(record);
      if (size > maxSize) clear();
      byId.set(record.id, record);
      bySeq.set(record.seq, record);
      size += record.json.length;
    },
    remove,
    get: (id) => byId.get(id),
    getBySeq: (seq) => bySeq.get(seq),
    clear,
  };
}
