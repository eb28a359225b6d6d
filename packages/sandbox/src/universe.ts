import { createFaults, type Faults } from "./admin/faults.ts";
import { createJournal, type Journal } from "./admin/journal.ts";
import { createSnapshots, type Snapshots } from "./admin/snapshots.ts";
import { createOrganizations, type Organizations } from "./organizations/organizations.ts";
import { createETags } from "./referrals/etag.ts";
import { createReferralRepository, type ReferralRepository } from "./referrals/repository.ts";
import { createCachedStore } from "./store/cached-store.ts";
import { openSqliteDatabase } from "./store/sqlite/store.ts";
import type { ReferralStore } from "./store/store.ts";
import { type Clock, createClock } from "./time/clock.ts";
import { createIds, type Ids } from "./time/ids.ts";
import type { StatePart } from "./universe-state.ts";
import { createDeliveries, type Deliveries } from "./webhooks/deliveries.ts";
import type { Sender } from "./webhooks/sender.ts";
import { createWebhooks, type Webhooks } from "./webhooks/webhooks.ts";

/**
 * An isolated part of the sandbox, with its own referrals, organizations, time, faults and journal. Tests that run at once
 * have one each. Only HTTP and the admin API see it whole; everything else gets the parts that it needs.
 */
export interface Universe {
  readonly name: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly organizations: Organizations;
  readonly referrals: ReferralRepository;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly snapshots: Snapshots;
  /** What there is besides referrals, journal, snapshots and deliveries. */
  readonly state: Readonly<Record<string, StatePart>>;
  /** Runs a change of several parts, which is stored as a whole or not at all. */
  transaction<Result>(change: () => Result): Result;
  close(): void;
}

export interface UniverseOptions {
  /** Where referrals are stored; in memory by default. */
  readonly file?: string | undefined;
  /** Makes ids the same in each run. */
  readonly idSeed?: string | undefined;
  readonly sender: Sender;
}

/** @throws StorageError when the file is not a sandbox's, or another process has it open. */
export function createUniverse(name: string, { file, idSeed, sender }: UniverseOptions): Universe {
  const ids = createIds(idSeed);
  const clock = createClock();
  return assembleUniverse({
    ...{ name, clock, ids, sender },
    store: createCachedStore(() => openSqliteDatabase(file), { isPersistent: file !== undefined }),
    deliveries: createDeliveries(sender, ids),
    journal: createJournal(clock),
  });
}

/** The parts of a universe that depend on where it is kept. */
export interface UniverseParts {
  readonly name: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sender: Sender;
  readonly store: ReferralStore;
  readonly deliveries: Deliveries;
  readonly journal: Journal;
}

export function assembleUniverse(parts: UniverseParts): Universe {
  const { name, clock, ids, store, journal } = parts;
  const eTags = createETags(store, clock);
  const organizations = createOrganizations();
  const faults = createFaults();
  const webhooks = createWebhooks(parts);
  return {
    ...{ name, clock, ids, organizations, webhooks, faults, journal },
    referrals: createReferralRepository({ store, clock, ids, eTags, events: webhooks }),
    snapshots: createSnapshots(),
    state: { clock, ids, eTags, organizations, faults, webhooks: webhooks.state },
    transaction: store.transaction,
    close() {
      webhooks.stop();
      store.close();
    },
  };
}
