import { createFaults, type Faults } from "./admin/faults.ts";
import { createJournal, type Journal } from "./admin/journal.ts";
import { createOrganizations, type Organizations } from "./organizations/organizations.ts";
import { createReferralRepository, type ReferralRepository } from "./referrals/repository.ts";
import { createCachedStore } from "./store/cached-store.ts";
import { openSqliteDatabase } from "./store/sqlite/store.ts";
import { type Clock, createClock } from "./time/clock.ts";
import { createIds, type Ids } from "./time/ids.ts";
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
  const store = createCachedStore(() => openSqliteDatabase(file), { isPersistent: file !== undefined });
  const clock = createClock();
  const ids = createIds(idSeed);
  const webhooks = createWebhooks({ store, clock, ids, sender });
  return {
    name,
    clock,
    ids,
    organizations: createOrganizations(),
    referrals: createReferralRepository({ store, clock, ids, events: webhooks }),
    webhooks,
    faults: createFaults(),
    journal: createJournal(clock),
    transaction: store.transaction,
    close() {
      webhooks.stop();
      store.close();
    },
  };
}
