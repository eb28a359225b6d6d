import { createOrganizations, type Organizations } from "./auth/organizations.ts";
import { createFaults, type Faults } from "./control/faults.ts";
import { createJournal, type Journal } from "./control/journal.ts";
import { expireReferrals } from "./referrals/expire.ts";
import { openStore, type Store } from "./store/store.ts";
import { type Clock, createClock, toTimestamp } from "./time/clock.ts";
import { createIds, type Ids } from "./time/ids.ts";
import type { Sender } from "./webhooks/sender.ts";
import { createWebhooks, type Webhooks } from "./webhooks/webhooks.ts";

/** A world of its own: its referrals, organizations, time, faults and journal. Tests that run at once have one each. */
export interface Universe {
  readonly name: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly organizations: Organizations;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly webhooks: Webhooks;
  /** The number of the next change, for its ETag. */
  nextRevision(): number;
  /** Remembers that number, where there is a file to remember it in. */
  saveRevision(): void;
  /** Says that a referral ends at this time unless it is answered. */
  expectExpiry(time: string): void;
  /** Closes what has expired by now. Cheap when nothing has. */
  catchUp(): void;
  /** Forgets when the next referral expires, after the store was filled anew. */
  refresh(): void;
  close(): void;
}

export interface UniverseOptions {
  readonly file?: string | undefined;
  /** Makes ids the same in each run. */
  readonly idSeed?: string | undefined;
  readonly sender: Sender;
}

const revisionName = "revision";

export function createUniverse(name: string, { file, idSeed, sender }: UniverseOptions): Universe {
  const store = openStore(file);
  const clock = createClock();
  const ids = createIds(idSeed);
  let revision = Number(store.readMeta(revisionName) ?? 0);
  let expiry = store.nextExpiry();
  const universe: Universe = {
    name,
    store,
    clock,
    ids,
    organizations: createOrganizations(),
    faults: createFaults(),
    journal: createJournal(clock),
    webhooks: createWebhooks({ store, clock, ids, sender }),
    nextRevision: () => ++revision,
    saveRevision() {
      if (store.isPersistent) store.writeMeta(revisionName, String(revision));
    },
    expectExpiry(time) {
      if (expiry === undefined || time < expiry) expiry = time;
    },
    catchUp() {
      if (expiry === undefined || expiry > toTimestamp(clock.now())) return;
      expireReferrals(universe);
      expiry = store.nextExpiry();
    },
    refresh() {
      expiry = store.nextExpiry();
    },
    close() {
      universe.webhooks.stop();
      store.close();
    },
  };
  return universe;
}

/** The header that names the universe of a request. */
export const universeHeader = "sandbox-universe";

/** The universe of requests that name none. It alone is kept in a file. */
export const defaultUniverse = "default";

/** All universes of a sandbox. */
export interface Universes {
  /** Makes the universe if it is new; undefined when the name is none or there are too many. */
  get(name: string): Universe | undefined;
  /** Ends a universe. The default one only starts anew. */
  remove(name: string): boolean;
  names(): string[];
  close(): void;
}

const namePattern = /^[\w.-]{1,64}$/;
const mostUniverses = 1000;

export function createUniverses(create: (name: string) => Universe): Universes {
  const universes = new Map([[defaultUniverse, create(defaultUniverse)]]);
  return {
    get(name) {
      const known = universes.get(name);
      if (known !== undefined) return known;
      if (!namePattern.test(name) || universes.size >= mostUniverses) return undefined;
      const universe = create(name);
      universes.set(name, universe);
      return universe;
    },
    remove(name) {
      const universe = universes.get(name);
      if (universe === undefined || name === defaultUniverse) return false;
      universes.delete(name);
      universe.close();
      return true;
    },
    names: () => [...universes.keys()],
    close() {
      for (const universe of universes.values()) universe.close();
      universes.clear();
    },
  };
}
