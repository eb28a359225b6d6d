import { failure } from "../http/failure.ts";
import type { Document } from "../store/store.ts";
import { lastTime } from "../time/clock.ts";
import type { Universe } from "../universe.ts";
import type { Delivery } from "../webhooks/deliveries.ts";
import { type Actor, type BareReferral, createActor } from "./actor.ts";
import type { Fault } from "./faults.ts";
import type { JournalEntry, JournalFilter } from "./journal.ts";
import { plant, type Seed } from "./seed.ts";

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
  /** Goes on. What expires meanwhile is closed. */
  advance(by: Duration): void;
  /** Back to the machine's time. */
  reset(): void;
}

/** What tests do with a universe that its callers cannot do. */
export interface Control {
  /** As it was at the start: only the seed, no faults, an empty journal, the machine's time. */
  reset(): void;
  /** Adds organizations and referrals. */
  seed(seed: Seed): BareReferral[];
  /** Remembers all referrals and registrations, under an id for `restore`. */
  snapshot(): string;
  restore(snapshot: string): void;
  readonly clock: ClockControl;
  /** From now on the same ids in each run for the same seed; random ones again without. */
  seedIds(seed?: string): void;
  /** Lets the next matching requests go wrong. */
  fail(fault: Fault): void;
  /** The faults that are still to come. */
  faults(): Fault[];
  clearFaults(): void;
  /** Requests and their answers, oldest first, each checked against the contract. */
  journal(filter?: JournalFilter): JournalEntry[];
  clearJournal(): void;
  /** Plays an organization: `actAs("msft").accept(engagementId)`. */
  actAs(organization: string): Actor;
  /** Events that were sent, or are on their way. */
  deliveries(): Delivery[];
  /** Waits until every event is delivered or given up. */
  deliveriesSettled(): Promise<void>;
}

interface Snapshot {
  readonly documents: readonly { readonly seq: number; readonly doc: string }[];
  readonly registrations: string;
}

const mostSnapshots = 100;

export function createControl(universe: Universe, initial: Seed | undefined): Control {
  const { store, clock, webhooks, faults, journal, ids } = universe;
  const snapshots = new Map<string, Snapshot>();
  let count = 0;
  const goTo = (to: Date | string, frozen: boolean) => {
    clock.set(timeOf(to), frozen);
    universe.catchUp();
  };
  return {
    reset() {
      clock.reset();
      for (const part of [store, webhooks, faults, journal, universe.organizations]) part.clear();
      ids.restart();
      universe.refresh();
      if (initial !== undefined) plant(universe, initial);
    },
    seed: (seed) => plant(universe, seed),
    snapshot() {
      const name = `snapshot-${++count}`;
      snapshots.set(name, { documents: store.all(), registrations: webhooks.save() });
      if (snapshots.size > mostSnapshots) snapshots.delete(snapshots.keys().next().value ?? "");
      return name;
    },
    restore(name) {
      const snapshot = snapshots.get(name);
      if (snapshot === undefined)
        throw failure(404, "unknownSnapshot", {
          message: `There is no ${name}.`,
          target: "snapshot",
          reason: "Take one first.",
        });
      store.atomically(() => {
        store.clear();
        // A cast, because a store holds nothing but documents.
        for (const { seq, doc } of snapshot.documents) store.put(JSON.parse(doc) as Document, seq);
        webhooks.restore(snapshot.registrations);
      });
      universe.refresh();
    },
    clock: {
      now: () => new Date(clock.now()),
      isFrozen: clock.isFrozen,
      freeze: (at = new Date(clock.now())) => goTo(at, true),
      set: (to) => goTo(to, clock.isFrozen()),
      advance(by) {
        goTo(new Date(clock.now() + millisecondsOf(by)), clock.isFrozen());
      },
      reset: clock.reset,
    },
    seedIds: ids.seed,
    fail: faults.add,
    faults: faults.list,
    clearFaults: faults.clear,
    journal: journal.read,
    clearJournal: journal.clear,
    actAs: (organization) => createActor(universe, organization),
    deliveries: webhooks.deliveries,
    deliveriesSettled: webhooks.settled,
  };
}

function timeOf(value: Date | string): number {
  const time = new Date(value).getTime();
  if (time >= 0 && time <= lastTime) return time;
  throw failure(400, "time", {
    ...{ message: "The clock can be set to times from 1970 to 9999.", target: "clock" },
    reason: "This is no such time.",
  });
}

function millisecondsOf(duration: Duration): number {
  if (typeof duration === "number") return duration;
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = duration;
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
