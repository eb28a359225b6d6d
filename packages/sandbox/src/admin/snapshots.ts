import type { ReferralRecord } from "../store/store.ts";

/** All referrals and registrations of a universe at one time. */
export interface Snapshot {
  readonly records: readonly ReferralRecord[];
  readonly registrations: string;
}

/** The snapshots of a universe. The oldest are removed when there are too many. */
export interface Snapshots {
  /** Returns the id of the snapshot. */
  add(snapshot: Snapshot): string;
  get(id: string): Snapshot | undefined;
  /** What was added and removed since it was asked for last; a removed one is undefined. */
  takeChanges(): ReadonlyMap<string, Snapshot | undefined>;
  /** Takes over what another instance added or removed. */
  apply(id: string, snapshot: Snapshot | undefined): void;
}

interface Entry extends Snapshot {
  /** In characters. */
  readonly size: number;
}

/** How many characters the snapshots of a universe may have together. The latest one is always there. */
const maxCharacters = 64 * 1024 * 1024;
const maxSnapshots = 100;
const prefix = "snapshot-";

export function createSnapshots(): Snapshots {
  const entries = new Map<string, Entry>();
  let changed = new Set<string>();
  let count = 0;
  const set = (id: string, { records, registrations }: Snapshot): void => {
    const size = records.reduce((sum, { json }) => sum + json.length, registrations.length);
    entries.set(id, { records, registrations, size });
    count = Math.max(count, Number(id.slice(prefix.length)));
  };
  const removeOldest = (): void => {
    let size = [...entries.values()].reduce((sum, entry) => sum + entry.size, 0);
    for (const [id, entry] of entries) {
      if (entries.size === 1 || (entries.size <= maxSnapshots && size <= maxCharacters)) return;
      entries.delete(id);
      changed.add(id);
      size -= entry.size;
    }
  };
  return {
    add(snapshot) {
      const id = `${prefix}${count + 1}`;
      set(id, snapshot);
      changed.add(id);
      removeOldest();
      return id;
    },
    get: (id) => entries.get(id),
    takeChanges() {
      const changes = new Map([...changed].map((id) => [id, entries.get(id)]));
      changed = new Set();
      return changes;
    },
    apply(id, snapshot) {
      if (snapshot === undefined) entries.delete(id);
      else set(id, snapshot);
    },
  };
}
