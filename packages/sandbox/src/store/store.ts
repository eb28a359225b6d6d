import type { Referral } from "@partner-referrals/types";
import type { Condition, PropertyOperand } from "./condition.ts";

/** A list or count that would take too long. */
export class QueryTooCostlyError extends Error {}

/** Storage that cannot be written to or read from: a full disk, a damaged file. The message says which. */
export class StorageError extends Error {}

/** A database on another machine that cannot be used, perhaps only for a moment. The message says why. */
export class DatabaseError extends StorageError {}

/** A referral as it is stored: without its links, which depend on the address that it is requested by. */
export type StoredReferral = Omit<Referral, "links" | "@odata.context"> &
  Required<Pick<Referral, "organizationId">>;

/** A row of the store. */
export interface ReferralRecord {
  /** Grows with each insert. */
  readonly seq: number;
  readonly id: string;
  readonly organizationId: string;
  readonly engagementId: string;
  readonly eTag: string;
  /** When it has to be looked at again, as a timestamp of the service; null for never. */
  readonly expiresAt: string | null;
  /** The {@link StoredReferral}, as JSON. */
  readonly json: string;
  /** How it was served last: alone, and as an item of a list in UTF-8. Cached with the record. */
  served?: { readonly baseUrl: string; item?: Buffer; body?: string };
}

export interface SortKey {
  readonly property: PropertyOperand;
  readonly descending: boolean;
}

export type SortValue = string | number | null;

/** The last referral of a page: the next page starts after it. */
export interface Cursor {
  /** What it was sorted by. */
  readonly values: readonly SortValue[];
  readonly seq: number;
}

/** A page of a list. */
export interface ReferralQuery {
  readonly condition: Condition;
  /** Referrals that are the same by all keys come in the order of `seq`. Empty: in the order of creation. */
  readonly sort: readonly SortKey[];
  readonly after?: Cursor | undefined;
  readonly skip: number;
  readonly limit: number;
  /** A page ends before its JSON is longer than this, in characters, but has at least one referral. */
  readonly maxLength: number;
}

/** The referrals of a page. */
export interface ListPage {
  readonly rows: readonly ReferralRecord[];
  /** Whether there are more after them. */
  readonly hasMore: boolean;
}

/** Stores referrals. It knows what they look like, and none of their rules. */
export interface ReferralStore {
  get(id: string): ReferralRecord | undefined;
  /** The referrals of all organizations in an engagement, oldest first. */
  findByEngagement(engagementId: string): ReferralRecord[];
  /** The id must not be taken. */
  insert(referral: StoredReferral, expiresAt: string | null): ReferralRecord;
  /** @throws Error when there is no referral with this id. */
  update(referral: StoredReferral, expiresAt: string | null): ReferralRecord;
  /** @throws QueryTooCostlyError */
  list(query: ReferralQuery): ListPage;
  /** The place of a referral in the order of a list. */
  cursorOf(seq: number, sort: readonly SortKey[]): Cursor;
  /** How many referrals meet a condition; without one, how many there are. @throws QueryTooCostlyError */
  count(condition?: Condition): number;
  /** The referrals whose `expiresAt` is this time or before. */
  findExpired(time: string): ReferralRecord[];
  /** The earliest `expiresAt`. */
  nextExpiry(): string | undefined;
  /** Does ahead what the next list would have to wait for, letting other requests pass; undefined when there is little. */
  prepareList(): Promise<void> | undefined;
  /** All referrals, oldest first. */
  all(): ReferralRecord[];
  /** Takes over records as they are: inserts them, or replaces those with the same `seq`. */
  apply(records: readonly ReferralRecord[]): void;
  /** Replaces all referrals. */
  replaceAll(records: readonly ReferralRecord[]): void;
  /** A text that is stored beside the referrals. */
  getSetting(name: string): string | undefined;
  setSetting(name: string, value: string): void;
  /** Whether it outlives the process. */
  readonly isPersistent: boolean;
  /** Runs `change`. All that it writes is stored, or nothing should it throw or the process die. */
  transaction<Result>(change: () => Result): Result;
  close(): void;
}

/** The record of a referral. */
export function toRecord(seq: number, referral: StoredReferral, expiresAt: string | null): ReferralRecord {
  const { id, organizationId, engagementId, eTag } = referral;
  return { seq, id, organizationId, engagementId, eTag, expiresAt, json: JSON.stringify(referral) };
}

/** The referral in a record. */
export function parseReferral({ json }: Pick<ReferralRecord, "json">): StoredReferral {
  // A cast: a store holds nothing but referrals.
  return JSON.parse(json) as StoredReferral;
}
