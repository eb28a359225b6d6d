/** The sandbox's own time. It runs with the machine's unless it was set or frozen. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  isFrozen(): boolean;
  /** Goes to a time and stays there, or runs on from it. */
  set(time: number, frozen: boolean): void;
  /** Goes on by so many milliseconds. */
  advance(milliseconds: number): void;
  /** Back to the machine's time. */
  reset(): void;
  /**
   * The present as the service writes it: in UTC, with seven digits after the second. While the clock runs no two are the
   * same, so that referrals have an order.
   */
  stamp(): string;
}

/** 9999-12-31: the last day that the service's timestamps can express. */
export const lastTime: number = Date.UTC(9999, 11, 31);

export function createClock(): Clock {
  let frozenAt: number | undefined;
  let offset = 0;
  let last = { time: 0, ticks: 0 };
  const now = () => frozenAt ?? Math.min(Date.now() + offset, lastTime);
  return {
    now,
    isFrozen: () => frozenAt !== undefined,
    set(time, frozen) {
      frozenAt = frozen ? time : undefined;
      offset = time - Date.now();
    },
    advance(milliseconds) {
      if (frozenAt === undefined) offset += milliseconds;
      else frozenAt += milliseconds;
    },
    reset() {
      frozenAt = undefined;
      offset = 0;
    },
    stamp() {
      if (frozenAt !== undefined) return toTimestamp(frozenAt);
      const time = now();
      last = { time, ticks: time === last.time ? Math.min(last.ticks + 1, 9999) : 0 };
      return toTimestamp(time, last.ticks);
    },
  };
}

/** A time as the service writes it. All are of the same length, so that they sort as text. */
export function toTimestamp(time: number, ticks = 0): string {
  return `${new Date(time).toISOString().slice(0, -1)}${String(ticks).padStart(4, "0")}Z`;
}

const dateTime = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?(Z|[+-]\d\d:\d\d))?$/i;

/** A date, with or without time and offset, as such a timestamp; undefined when it is none. */
export function normalizeTimestamp(text: string): string | undefined {
  const match = dateTime.exec(text);
  if (match === null) return undefined;
  const [, date, time = "00:00", seconds = "00", fraction = "", offset = "Z"] = match;
  const parsed = Date.parse(`${date}T${time}:${seconds}${offset.toUpperCase()}`);
  if (Number.isNaN(parsed) || parsed > lastTime + 86_400_000 || parsed < Date.UTC(1, 0, 1)) return undefined;
  return `${new Date(parsed).toISOString().slice(0, 20)}${fraction.padEnd(7, "0").slice(0, 7)}Z`;
}
