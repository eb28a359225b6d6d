import type { Connection, Database } from "../store/postgres/connect.ts";
import { readDeliveries } from "../store/postgres/delivery-rows.ts";
import {
  insertUniverse,
  listUniverses,
  lockUniverse,
  removeUniverse,
  storeChanges,
  touchUniverses,
} from "../store/postgres/universe-rows.ts";
import { StorageError } from "../store/store.ts";
import type { Universe } from "../universe.ts";
import { defaultUniverse, isUniverseName } from "../universes.ts";
import type { Sender } from "../webhooks/sender.ts";
import type { Outbox } from "./outbox.ts";
import { createReplica, type Replica } from "./replica.ts";
import type { JournalWriter } from "./shared-journal.ts";
import type { Task } from "./task.ts";

/** There is no universe of this name. */
export class NoUniverseError extends Error {}

/** The universes in a database. Any number of instances share them. */
export interface SharedUniverses {
  /**
   * Runs a task when the universe is up to date with every change that was acknowledged before. What the task changes is
   * stored as a whole, one task after the other on all instances, before the result is there.
   *
   * @throws NoUniverseError; StorageError when the database cannot be used: then nothing was acknowledged
   */
  run<Result>(name: string, task: Task<Result>): Promise<Result>;
  /** Creates a universe if it is new. Returns false when the name is not valid or there are too many. */
  create(name: string): Promise<boolean>;
  /** Removes a universe. The default one cannot be removed. */
  remove(name: string): Promise<boolean>;
  names(): Promise<string[]>;
  /** A universe as this instance saw it last: to record and trace requests that are rejected before they need more. */
  lastSeen(name: string): Universe;
  close(): Promise<void>;
}

export interface SharedUniversesOptions {
  readonly database: Database;
  readonly sender: Sender;
  readonly outbox: Outbox;
  readonly journals: JournalWriter;
  readonly idSeed?: string | undefined;
  /** What a new universe starts with. */
  readonly initialize: (universe: Universe) => void;
  readonly maxUniverses: number;
}

interface Waiting {
  readonly task: Task<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Entry {
  replica: Replica;
  waiting: Waiting[];
  isRunning: boolean;
  /** In milliseconds, by a clock that nobody sets. */
  usedAt: number;
}

type Outcome = { readonly result: unknown } | { readonly error: unknown };

/** How many tasks are stored in one transaction. */
const maxBatch = 100;
const idleMs = 3_600_000;
const touchMs = 60_000;
const unusedMs = 600_000;

export function createSharedUniverses(options: SharedUniversesOptions): SharedUniverses {
  const { database, sender, outbox, journals, idSeed, initialize } = options;
  const entries = new Map<string, Entry>();
  const used = new Set<string>();

  const newReplica = (name: string): Replica =>
    createReplica(name, { idSeed, sender, journals, settled: () => outbox.settled(name) });

  const entryOf = (name: string): Entry => {
    const known = entries.get(name);
    if (known !== undefined) return known;
    const entry: Entry = { replica: newReplica(name), waiting: [], isRunning: false, usedAt: 0 };
    entries.set(name, entry);
    return entry;
  };

  const prepare = async (connection: Connection, { universe, deliveries }: Replica, batch: Waiting[]) => {
    const reads = new Set(batch.map(({ task }) => task.reads));
    if (reads.has("journal")) universe.journal.load(await journals.read(universe.name));
    if (reads.has("deliveries")) deliveries.load(await readDeliveries(connection, universe.name));
  };

  /** Runs the tasks of a batch on one version. Returns false when one of them changes it. */
  const read = async ({ replica }: Entry, batch: Waiting[]): Promise<readonly Outcome[] | undefined> => {
    const { universe } = replica;
    if (!(await replica.catchUp(database))) throw new NoUniverseError();
    const changes = batch.some(({ task }) =>
      typeof task.changes === "function" ? task.changes(universe) : task.changes,
    );
    if (changes || replica.row()?.version === 0 || universe.referrals.hasDue()) return undefined;
    await prepare(database, replica, batch);
    return batch.map(({ task }) => outcomeOf(task, universe));
  };

  /** Runs the tasks of a batch one after the other, and stores what they changed. */
  const write = ({ replica }: Entry, batch: Waiting[]): Promise<readonly Outcome[]> =>
    database.withConnection(async (connection) => {
      const { universe } = replica;
      await connection.query("BEGIN");
      const locked = await lockUniverse(connection, universe.name);
      if (locked === undefined) throw new NoUniverseError();
      if (replica.row()?.version !== locked.version || replica.row()?.id !== locked.id)
        await replica.catchUp(connection);
      await prepare(connection, replica, batch);
      if (locked.version === 0) initialize(universe);
      universe.referrals.expireDue();
      const outcomes = batch.map(({ task }) => outcomeOf(task, universe));
      const changes = replica.takeChanges();
      if (changes === undefined) {
        await connection.query("COMMIT");
        return outcomes;
      }
      const version = await storeChanges(connection, locked, changes);
      await connection.query("COMMIT");
      replica.confirm({ ...locked, version, ...(changes.replaced && { replaced: version }) });
      if (changes.deliveries.length > 0) outbox.poke();
      return outcomes;
    });

  const process = async (entry: Entry, batch: Waiting[]): Promise<void> => {
    const isWrite = batch.some(({ task }) => task.changes === true);
    const outcomes = (isWrite ? undefined : await read(entry, batch)) ?? (await write(entry, batch));
    for (const [index, { resolve, reject }] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome !== undefined && "result" in outcome) resolve(outcome.result);
      else reject(outcome?.error);
    }
  };

  const work = async (name: string, entry: Entry): Promise<void> => {
    if (entry.isRunning) return;
    entry.isRunning = true;
    while (entry.waiting.length > 0) {
      const batch = entry.waiting.splice(0, maxBatch);
      try {
        await process(entry, batch);
      } catch (error) {
        // Nobody knows what the database has of it: the next task reads all of the universe again.
        entry.replica.universe.close();
        entry.replica = newReplica(name);
        for (const { reject } of batch) reject(error);
      }
    }
    entry.isRunning = false;
  };

  /** A copy that nobody uses gives its memory back. */
  const removeUnused = (): void => {
    const unusedSince = performance.now() - unusedMs;
    for (const [name, { isRunning, usedAt, replica }] of entries) {
      if (name === defaultUniverse || isRunning || usedAt > unusedSince) continue;
      entries.delete(name);
      replica.universe.close();
    }
  };

  /** Universes that are used must not look idle. */
  const touching = setInterval(() => {
    removeUnused();
    const names = [...used];
    used.clear();
    if (names.length > 0) touchUniverses(database, names).catch(() => {});
  }, touchMs).unref();

  return {
    run<Result>(name: string, task: Task<Result>): Promise<Result> {
      if (!isUniverseName(name)) return Promise.reject(new NoUniverseError());
      const entry = entryOf(name);
      used.add(name);
      entry.usedAt = performance.now();
      return new Promise<Result>((resolve, reject) => {
        // A cast: the result is that of the task.
        entry.waiting.push({ task, resolve: resolve as (result: unknown) => void, reject });
        void work(name, entry);
      }).catch((error) => {
        if (error instanceof NoUniverseError) entries.delete(name);
        throw error;
      });
    },
    async create(name) {
      if (!isUniverseName(name)) return false;
      await insertUniverse(database, name, { max: options.maxUniverses, idleMs, lasting: defaultUniverse });
      return (await listUniverses(database)).includes(name);
    },
    async remove(name) {
      if (name === defaultUniverse) return false;
      entries.delete(name);
      return removeUniverse(database, name);
    },
    names: () => listUniverses(database),
    lastSeen: (name) => (entries.get(name) ?? entryOf(defaultUniverse)).replica.universe,
    async close() {
      clearInterval(touching);
      await outbox.close();
      await journals.close();
      for (const { replica } of entries.values()) replica.universe.close();
      await database.close();
    },
  };
}

function outcomeOf(task: Task<unknown>, universe: Universe): Outcome {
  try {
    return { result: task.run(universe) };
  } catch (error) {
    // A store in memory does not fail on its own: what is thrown is the response to the task.
    if (error instanceof StorageError) throw error;
    return { error };
  }
}
