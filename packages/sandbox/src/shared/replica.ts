import { createCachedStore } from "../store/cached-store.ts";
import { type RecordedStore, recordChanges } from "../store/change-log.ts";
import type { Connection } from "../store/postgres/connect.ts";
import {
  type Changes,
  findChanges,
  type NewChanges,
  readReferrals,
  type UniverseRow,
} from "../store/postgres/universe-rows.ts";
import { openSqliteDatabase } from "../store/sqlite/store.ts";
import { DatabaseError, type ReferralRecord } from "../store/store.ts";
import { createClock } from "../time/clock.ts";
import { createIds } from "../time/ids.ts";
import { assembleUniverse, type Universe } from "../universe.ts";
import { maxUnderWay, tooManyUnderWay } from "../webhooks/deliveries.ts";
import type { Attempt, Sender } from "../webhooks/sender.ts";
import { createOutboxDeliveries, type OutboxDeliveries } from "./outbox-deliveries.ts";
import { createSharedJournal, type JournalWriter, type SharedJournal } from "./shared-journal.ts";

/**
 * This instance's copy of a universe that is in a database. Lists, filters and rules run on it as they do in a sandbox of
 * one process, and give the same responses; the database says what changed, and takes what is changed here.
 */
export interface Replica {
  readonly universe: Universe;
  readonly deliveries: OutboxDeliveries;
  /** Which version of the universe this is; undefined before it was read. */
  readonly row: () => UniverseRow | undefined;
  /** Reads what changed. Returns false when there is no such universe. */
  catchUp(connection: Connection): Promise<boolean>;
  /** What was changed here since it was asked for last; undefined when nothing was. */
  takeChanges(): NewChanges | undefined;
  /** Notes that the database has what was changed here. */
  confirm(row: UniverseRow): void;
}

export interface ReplicaOptions {
  readonly idSeed?: string | undefined;
  readonly sender: Sender;
  readonly journals: JournalWriter;
  /** Waits until all deliveries of the universe are settled. */
  readonly settled: () => Promise<void>;
}

const snapshotPrefix = "snapshot/";
/** How many records are taken over at once while requests for other universes wait. */
const sliceSize = 500;

export function createReplica(name: string, options: ReplicaOptions): Replica {
  const { idSeed, sender, journals, settled } = options;
  const clock = createClock();
  const ids = createIds(idSeed);
  const store: RecordedStore = recordChanges(
    createCachedStore(() => openSqliteDatabase(), { isPersistent: false }),
  );
  const deliveries = createOutboxDeliveries(ids, settled);
  const journal: SharedJournal = createSharedJournal(clock, (entry) => journals.append(name, entry));
  const universe = assembleUniverse({ name, clock, ids, sender, store, deliveries, journal });
  const { referrals, snapshots, state } = universe;
  /** The parts as the database has them. */
  const stored = new Map<string, string>();
  let row: UniverseRow | undefined;

  const applyRecords = async (records: readonly ReferralRecord[]): Promise<void> => {
    for (let start = 0; start < records.length; start += sliceSize) {
      referrals.apply(records.slice(start, start + sliceSize));
      if (start + sliceSize < records.length) await new Promise((resolve) => setImmediate(resolve));
    }
    await referrals.prepareList();
  };

  const apply = async ({ records, parts, universe: changed }: Changes): Promise<void> => {
    for (const [part, value] of parts) {
      if (part.startsWith(snapshotPrefix))
        // A cast: `takeChanges` wrote it.
        snapshots.apply(part.slice(snapshotPrefix.length), value === null ? undefined : JSON.parse(value));
      else if (value !== null) {
        state[part]?.restore(value);
        stored.set(part, value);
      }
    }
    await applyRecords(records);
    row = changed;
  };

  /** Reads all referrals, and then what changed meanwhile. */
  const readAll = async (connection: Connection): Promise<void> => {
    for (let start = row; start !== undefined; ) {
      referrals.restore([]);
      for await (const records of readReferrals(connection, start.id)) await applyRecords(records);
      store.takeChanges();
      const changes = await findChanges(connection, name, start.version);
      if (changes === undefined) throw new DatabaseError(`The universe ${name} was removed.`);
      await apply(changes);
      start = changes.universe.replaced > start.version ? changes.universe : undefined;
    }
  };

  return {
    universe,
    deliveries,
    row: () => row,
    async catchUp(connection) {
      const since = row?.version ?? -1;
      const changes = await findChanges(connection, name, since);
      if (changes === undefined) return false;
      if (row !== undefined && changes.universe.id !== row.id)
        throw new DatabaseError(`The universe ${name} was removed and created again.`);
      await apply(changes);
      if (since < 0 || changes.universe.replaced > since) await readAll(connection);
      return true;
    },
    takeChanges() {
      const parts = new Map<string, string | null>();
      for (const [part, { save }] of Object.entries(state)) {
        const value = save();
        if (stored.get(part) !== value) parts.set(part, value);
      }
      for (const [id, snapshot] of snapshots.takeChanges())
        parts.set(
          snapshotPrefix + id,
          snapshot === undefined
            ? null
            : JSON.stringify({
                ...snapshot,
                records: snapshot.records.map(({ served: _, ...record }) => record),
              }),
        );
      const changes = {
        ...store.takeChanges(),
        ...deliveries.takeChanges(),
        ...{ parts, clearsJournal: journal.takeCleared(), maxUnderWay, parkedAttempt: parkedAttempt() },
      };
      for (const [part, value] of parts) if (value !== null) stored.set(part, value);
      const { records, replaced, clearsDeliveries, clearsJournal } = changes;
      const hasChanges =
        records.length + parts.size + changes.deliveries.length > 0 ||
        replaced ||
        clearsDeliveries ||
        clearsJournal;
      return hasChanges ? changes : undefined;
    },
    confirm(confirmed) {
      row = confirmed;
    },
  };
}

function parkedAttempt(): string {
  return JSON.stringify({ time: new Date().toISOString(), error: tooManyUnderWay } satisfies Attempt);
}
