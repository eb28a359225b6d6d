import type { StatePart } from "../universe-state.ts";
import { maxTime, toTimestamp } from "./timestamp.ts";

/** The sandbox's own time. It runs with the machine's unless it was set or frozen. */
export interface Clock extends StatePart {
  /** Milliseconds since 1970. */
  now(): number;
  isFrozen(): boolean;
  /** Goes to a time and stays there, or runs on from it. */
  set(time: number, frozen: boolean): void;
  /** Back to the machine's time. */
  reset(): void;
  /**
   * The present as the service writes it: in UTC, with seven digits after the second. While the clock runs no two are the
   * same, so that referrals have an order.
   */
  stamp(): string;
}

export function createClock(): Clock {
  let frozenAt: number | undefined;
  let offset = 0;
  let last = { time: 0, ticks: 0 };
  const now = () => frozenAt ?? Math.min(Date.now() + offset, maxTime);
  const forgetFuture = (): void => {
    if (last.time > now()) last = { time: 0, ticks: 0 };
  };
  return {
    now,
    isFrozen: () => frozenAt !== undefined,
    set(time, frozen) {
      frozenAt = frozen ? time : undefined;
      offset = time - Date.now();
      forgetFuture();
    },
    reset() {
      frozenAt = undefined;
      offset = 0;
      forgetFuture();
    },
    stamp() {
      if (frozenAt !== undefined) return toTimestamp(frozenAt);
      // The clocks of two machines differ, and that of one may be set back.
      const time = Math.max(now(), last.time);
      last = { time, ticks: time === last.time ? Math.min(last.ticks + 1, 9999) : 0 };
      return toTimestamp(time, last.ticks);
    },
    save: () => JSON.stringify({ frozenAt, offset, last }),
    restore(saved) {
      // A cast: `save` wrote it.
      const state = JSON.parse(saved) as { frozenAt?: number; offset: number; last: typeof last };
      ({ frozenAt, offset, last } = { frozenAt: undefined, ...state });
    },
  };
}
