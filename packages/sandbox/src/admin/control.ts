import { ApiError } from "@partner-referrals/server/api-error";
import { maxTime } from "../time/timestamp.ts";
import type { Universe } from "../universe.ts";
import type { Delivery } from "../webhooks/deliveries.ts";
import { type Actor, createActor, type ReferralWithoutLinks } from "./actor.ts";
import type { Fault } from "./faults.ts";
import type { JournalEntry, JournalFilter } from "./journal.ts";
import { loadSeed, type Seed } from "./seed.ts";

/** A length of time: milliseconds, or the sum of what is given. */
export type Duration =
  | number
  | { readonly days?: number; readonly hours?: number; readonly minutes?: number; readonly seconds?: number };

/** The clock of a universe, for tests. */
export interface ClockControl {
  now(): Date;
  isFrozen(): boolean;
  /** Stops the clock, now or at another time. */
  freeze(at?: Date | string): void;
  /** Goes to a time and runs on, or stays if the clock is frozen. */
  set(to: Date | string): void;
  /** Moves the clock forward. What expires meanwhile is closed. */
  advance(by: Duration): void;
  /** Back to the machine's time. */
  reset(): void;
}

/** What tests do with a universe that callers of the API cannot do. */
export interface Control {
  /** As it was at the start: only the seed, no faults, an empty journal, the machine's time. */
  reset(): void;
  /** Adds organizations and referrals. */
  seed(seed: Seed): ReferralWithoutLinks[];
  /** Saves all referrals and registrations, under an id for `restore`. */
  snapshot(): string;
  restore(snapshot: string): void;
  readonly clock: ClockControl;
  /** From now on the same ids in each run for the same seed; random ones again without. */
  seedIds(seed?: string): void;
  /** Makes the next matching requests go wrong. */
  fail(fault: Fault): void;
  /** The faults that are still to come. */
  faults(): Fault[];
  clearFaults(): void;
  /** Requests and their responses, oldest first, each validated against the contract. */
  journal(filter?: JournalFilter): JournalEntry[];
  clearJournal(): void;
  /** Plays an organization: `actAs("msft").accept(engagementId)`. */
  actAs(organization: string): Actor;
  /** Events that were sent, or are on their way. */
  deliveries(): Delivery[];
  /** Waits until every event is delivered or given up. */
  waitForDeliveries(): Promise<void>;
}

/** @param initial what the universe started with, for `reset` */
export function createControl(universe: Universe, initial: Seed | undefined): Control {
  const { referrals, organizations, clock, webhooks, faults, journal, ids, snapshots } = universe;
  const goTo = (to: Date | string, frozen: boolean) => {
    clock.set(parseTime(to), frozen);
    referrals.expireDue();
  };
  return {
    reset() {
      clock.reset();
      referrals.restore([]);
      for (const part of [webhooks, faults, journal, organizations]) part.clear();
      ids.restart();
      if (initial !== undefined) loadSeed(universe, initial);
    },
    seed: (seed) => loadSeed(universe, seed),
    snapshot: () => snapshots.add({ records: referrals.all(), registrations: webhooks.save() }),
    restore(id) {
      const snapshot = snapshots.get(id);
      if (snapshot === undefined)
        throw new ApiError(404, "unknownSnapshot", {
          message: `There is no ${id}.`,
          target: "snapshot",
          reason: "Take one first. The oldest are removed when there are too many.",
        });
      universe.transaction(() => {
        referrals.restore(snapshot.records);
        webhooks.restore(snapshot.registrations);
      });
    },
    clock: {
      now: () => new Date(clock.now()),
      isFrozen: clock.isFrozen,
      freeze: (at = new Date(clock.now())) => goTo(at, true),
      set: (to) => goTo(to, clock.isFrozen()),
      advance: (by) => goTo(new Date(clock.now() + toMilliseconds(by)), clock.isFrozen()),
      reset: clock.reset,
    },
    seedIds: ids.seed,
    fail: faults.add,
    faults: faults.list,
    clearFaults: faults.clear,
    journal: journal.read,
    clearJournal: journal.clear,
    actAs: (organization) => createActor(referrals, organizations, organization),
    deliveries: webhooks.deliveries,
    waitForDeliveries: webhooks.settled,
  };
}

function parseTime(value: Date | string): number {
  const time = new Date(value).getTime();
  if (time >= 0 && time <= maxTime) return time;
  throw new ApiError(400, "time", {
    message: "The clock can be set to times from 1970 to 9999.",
    target: "clock",
    reason: "This is not such a time.",
  });
}

function toMilliseconds(duration: Duration): number {
  if (typeof duration === "number") return duration;
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = duration;
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
