import type { ReferralRecord } from "./store.ts";

/** Records that are not in the database yet. */
export interface WaitingRecords {
  /** Adds a record, in place of that of the same id. */
  add(record: ReferralRecord): void;
  remove(record: Pick<ReferralRecord, "id">): void;
  get(id: string): ReferralRecord | undefined;
  findByEngagement(engagementId: string): ReferralRecord[];
  /** Those whose ids were added first. */
  oldest(limit: number): ReferralRecord[];
  count(): number;
  /** How many characters their JSON has. */
  size(): number;
  clear(): void;
}

export function createWaitingRecords(): WaitingRecords {
  const byId = new Map<string, ReferralRecord>();
  /** The ids in each engagement. Made when somebody asks, as most universes never do. */
  let byEngagement: Map<string, Set<string>> | undefined;
  let size = 0;
  const index = (members: Map<string, Set<string>>, { id, engagementId }: ReferralRecord): void => {
    const ids = members.get(engagementId);
    if (ids === undefined) members.set(engagementId, new Set([id]));
    else ids.add(id);
  };
  const indexAll = (): Map<string, Set<string>> => {
    const members = new Map<string, Set<string>>();
    for (const record of byId.values()) index(members, record);
    return members;
  };
  return {
    add(record) {
      size += record.json.length - (byId.get(record.id)?.json.length ?? 0);
      byId.set(record.id, record);
      if (byEngagement !== undefined) index(byEngagement, record);
    },
    remove({ id }) {
      const record = byId.get(id);
      if (record === undefined) return;
      byId.delete(id);
      size -= record.json.length;
      const ids = byEngagement?.get(record.engagementId);
      ids?.delete(id);
      if (ids?.size === 0) byEngagement?.delete(record.engagementId);
    },
    get: (id) => byId.get(id),
    findByEngagement(engagementId) {
      byEngagement ??= indexAll();
      return [...(byEngagement.get(engagementId) ?? [])].flatMap((id) => byId.get(id) ?? []);
    },
    oldest: (limit) => [...byId.values().take(Math.min(limit, byId.size))],
    count: () => byId.size,
    size: () => size,
    clear() {
      byId.clear();
      byEngagement = undefined;
      size = 0;
    },
  };
}
