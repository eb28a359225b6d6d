import {
  defaultStates,
  type ReferralEventName,
  referralExpiryMs,
  referralStates,
} from "@partner-referrals/types";
import type { Condition } from "../store/condition.ts";
import {
  type Cursor,
  type ListPage,
  parseReferral,
  type ReferralQuery,
  type ReferralRecord,
  type ReferralStore,
  type SortKey,
  type StoredReferral,
} from "../store/store.ts";
import type { Clock } from "../time/clock.ts";
import type { Ids } from "../time/ids.ts";
import { toTimestamp } from "../time/timestamp.ts";
import type { ETags } from "./etag.ts";
import { redactContacts } from "./expiry.ts";

/** Who is told of changes. */
export interface ReferralEvents {
  hasSubscribers(): boolean;
  publish(organizationId: string, event: string, referralId: string, time: string): void;
}

/** A referral to insert, without what inserting it sets. */
export type NewReferral = Omit<
  StoredReferral,
  | "id"
  | "eTag"
  | "createdDateTime"
  | "updatedDateTime"
  | "acceptedDateTime"
  | "closedDateTime"
  | "expirationDateTime"
>;

/** The referrals of a universe: read, written with the timestamps, ETags and events that go with it, and expired. */
export interface ReferralRepository {
  get(id: string): ReferralRecord | undefined;
  findByEngagement(engagementId: string): ReferralRecord[];
  list(query: ReferralQuery): ListPage;
  cursorOf(seq: number, sort: readonly SortKey[]): Cursor;
  count(condition?: Condition): number;
  /** Does ahead what the next list would have to wait for; undefined when there is little. */
  prepareList(): Promise<void> | undefined;
  /** All of them, oldest first. */
  all(): ReferralRecord[];
  /** An id that no referral and no engagement has. */
  newId(): string;
  newETag(): string;
  /** The present, as a timestamp. */
  now(): string;
  /** Inserts a new referral, and publishes that. */
  insert(referral: NewReferral): ReferralRecord;
  /** Updates a referral, and publishes that. */
  update(before: StoredReferral, after: StoredReferral): ReferralRecord;
  /** Inserts whole referrals as they are: all of them, or none. Nothing is published. */
  load(referrals: readonly StoredReferral[]): void;
  /** Replaces all referrals by records of {@link all}. */
  restore(records: readonly ReferralRecord[]): void;
  /** Takes over what another instance inserted or updated. Nothing is published. */
  apply(records: readonly ReferralRecord[]): void;
  /** Whether there may be something to expire. */
  hasDue(): boolean;
  /** Closes what has expired by now. Cheap when nothing has. */
  expireDue(): void;
}

interface Dependencies {
  readonly store: ReferralStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly eTags: ETags;
  readonly events: ReferralEvents;
}

type OwnEvent = Extract<ReferralEventName, "referral-created" | "referral-updated">;

export function createReferralRepository({
  store,
  clock,
  ids,
  eTags,
  events,
}: Dependencies): ReferralRepository {
  let nextExpiry = store.nextExpiry();

  const isTaken = (id: string): boolean =>
    store.get(id) !== undefined || store.findByEngagement(id).length > 0;

  const newId = (): string => {
    let id = ids.next();
    // Seeded ids start over with each seed, and may have been used before.
    while (ids.isSeeded() && isTaken(id)) id = ids.next();
    return id;
  };

  const hasDue = (): boolean => nextExpiry !== undefined && nextExpiry <= toTimestamp(clock.now());

  const scheduleExpiry = (expiresAt: string | null): void => {
    if (expiresAt !== null && (nextExpiry === undefined || expiresAt < nextExpiry)) nextExpiry = expiresAt;
  };

  const publish = (referral: StoredReferral, event: OwnEvent): void => {
    if (!events.hasSubscribers()) return;
    const { id, organizationId, engagementId, updatedDateTime } = referral;
    events.publish(organizationId, event, id, updatedDateTime);
    const related = `related-${event}` satisfies ReferralEventName;
    for (const { organizationId: other } of store.findByEngagement(engagementId))
      if (other !== organizationId) events.publish(other, related, id, updatedDateTime);
  };

  const write = (referral: StoredReferral, operation: "insert" | "update"): ReferralRecord => {
    const expiresAt = expiryOf(referral);
    const record = store.transaction(() => {
      eTags.persist();
      return store[operation](referral, expiresAt);
    });
    scheduleExpiry(expiresAt);
    publish(referral, operation === "insert" ? "referral-created" : "referral-updated");
    return record;
  };

  const update = (before: StoredReferral, after: StoredReferral): ReferralRecord => {
    const now = clock.stamp();
    const becomes = (status: string) => after.status === status && before.status !== status;
    const updated: StoredReferral = {
      ...after,
      updatedDateTime: now,
      expirationDateTime: isWaiting(after) ? (before.expirationDateTime ?? null) : null,
      acceptedDateTime: becomes(referralStates.Accepted.status) ? now : (before.acceptedDateTime ?? null),
      closedDateTime: becomes(referralStates.Won.status) ? now : (before.closedDateTime ?? null),
      eTag: eTags.next(),
    };
    return write(updated, "update");
  };

  return {
    get: (id) => store.get(id.toLowerCase()),
    findByEngagement: (engagementId) => store.findByEngagement(engagementId.toLowerCase()),
    list: store.list,
    cursorOf: store.cursorOf,
    count: store.count,
    prepareList: store.prepareList,
    all: store.all,
    newId,
    newETag: eTags.next,
    now: clock.stamp,
    insert(referral) {
      const id = newId();
      const now = clock.stamp();
      const expires = isWaiting(referral) ? toTimestamp(clock.now() + referralExpiryMs) : null;
      const inserted: StoredReferral = {
        id,
        ...referral,
        createdDateTime: now,
        updatedDateTime: now,
        expirationDateTime: expires,
        acceptedDateTime: referral.status === referralStates.Accepted.status ? now : null,
        closedDateTime: referral.status === referralStates.Won.status ? now : null,
        eTag: eTags.next(),
      };
      return write(inserted, "insert");
    },
    update,
    load(referrals) {
      store.transaction(() => {
        for (const referral of referrals)
          scheduleExpiry(store.insert(referral, expiryOf(referral)).expiresAt);
        eTags.persist();
      });
    },
    restore(records) {
      store.replaceAll(records);
      nextExpiry = store.nextExpiry();
    },
    apply(records) {
      store.apply(records);
      for (const { expiresAt } of records) scheduleExpiry(expiresAt);
    },
    hasDue,
    expireDue() {
      if (!hasDue()) return;
      const now = toTimestamp(clock.now());
      for (const record of store.findExpired(now)) {
        const before = parseReferral(record);
        update(before, redactContacts({ ...before, ...defaultStates.expired }));
      }
      nextExpiry = store.nextExpiry();
    },
  };
}

/** Whether a referral waits for a response of the organization that received it. */
function isWaiting({ status }: Pick<StoredReferral, "status">): boolean {
  return status === defaultStates.received.status;
}

function expiryOf(referral: StoredReferral): string | null {
  return isWaiting(referral) ? (referral.expirationDateTime ?? null) : null;
}
