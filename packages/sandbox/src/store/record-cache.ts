import type { ReferralRecord } from "./store.ts";

/** Records in memory, found by id, number or engagement. */
export interface RecordCache {
  add(record: ReferralRecord): void;
  /** Removes the record of the same id. */
  remove(record: Pick<ReferralRecord, "id">): void;
  get(id: string): ReferralRecord | undefined;
  getBySeq(seq: number): ReferralRecord | undefined;
  findByEngagement(engagementId: string): ReferralRecord[];
  /** Those that were added first. */
  oldest(limit: number): ReferralRecord[];
  count(): number;
  /** How many characters their JSON has. */
  size(): number;
  clear(): void;
}

/** @param maxSize how many characters of JSON it holds; it is emptied when there are more */
export function createRecordCache(maxSize: number = Number.POSITIVE_INFINITY): RecordCache {
  const byId = new Map<string, ReferralRecord>();
  const bySeq = new Map<number, ReferralRecord>();
  const byEngagement = new Map<string, Set<ReferralRecord>>();
  let size = 0;
  const clear = (): void => {
    byId.clear();
    bySeq.clear();
    byEngagement.clear();
    size = 0;
  };
  const remove = ({ id }: Pick<ReferralRecord, "id">): void => {
    const record = byId.get(id);
    if (record === undefined) return;
    byId.delete(id);
    bySeq.delete(record.seq);
    size -= record.json.length;
    const members = byEngagement.get(record.engagementId);
    members?.delete(record);
    if (members?.size === 0) byEngagement.delete(record.engagementId);
  };
  return {
    add(record) {
      remove(record);
      if (size > maxSize) clear();
      byId.set(record.id, record);
      bySeq.set(record.seq, record);
      size += record.json.length;
      const members = byEngagement.get(record.engagementId);
      if (members === undefined) byEngagement.set(record.engagementId, new Set([record]));
      else members.add(record);
    },
    remove,
    get: (id) => byId.get(id),
    getBySeq: (seq) => bySeq.get(seq),
    findByEngagement: (engagementId) => [...(byEngagement.get(engagementId) ?? [])],
    oldest(limit) {
      const records: ReferralRecord[] = [];
      for (const record of byId.values()) {
        if (records.length >= limit) break;
        records.push(record);
      }
      return records;
    },
    count: () => byId.size,
    size: () => size,
    clear,
  };
}
