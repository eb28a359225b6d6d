import { ApiError } from "@partner-referrals/server/api-error";
import type { ReferralStore, StoredReferral } from "../store/store.ts";
import type { Clock } from "../time/clock.ts";
import type { StatePart } from "../universe-state.ts";

/** Makes ETags. No two of a universe are the same, also not after a restart. */
export interface ETags extends StatePart {
  /** A new one, in the form that the service's have. */
  next(): string;
  /** Stores how many there were, where the store outlives the process. Part of the transaction that uses them. */
  persist(): void;
}

const revisionSetting = "revision";

export function createETags(store: ReferralStore, clock: Clock): ETags {
  let revision = Number(store.getSetting(revisionSetting) ?? 0);
  return {
    next() {
      const seconds = Math.floor(clock.now() / 1000);
      return `"${hex(++revision)}-0000-0700-0000-${hex(seconds)}0000"`;
    },
    persist() {
      if (store.isPersistent) store.setSetting(revisionSetting, String(revision));
    },
    save: () => String(revision),
    restore(saved) {
      revision = Number(saved);
    },
  };
}

function hex(value: number): string {
  return (value % 2 ** 32).toString(16).padStart(8, "0");
}

/** @throws an ApiError with 412 unless the referral has the ETag that an update is meant for. */
export function assertIfMatch({ eTag }: StoredReferral, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch === "*" || ifMatch === eTag) return;
  throw new ApiError(412, "resourceModified", { reason: "The current ETag is a different one." });
}
