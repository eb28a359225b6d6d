/** 9999-12-31: the last day that the service's timestamps can express. */
export const maxTime: number = Date.UTC(9999, 11, 31);

/** A time as the service writes it. All are of the same length, so that they sort as text. */
export function toTimestamp(time: number, ticks = 0): string {
  if (time !== last.time) last = { time, text: new Date(time).toISOString().slice(0, -1) };
  return `${last.text}${ticks === 0 ? "0000" : String(ticks).padStart(4, "0")}Z`;
}

/** Several requests arrive in one millisecond. */
let last = { time: Number.NaN, text: "" };

const dateTime = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?(Z|[+-]\d\d:\d\d))?$/i;

/** A date, with or without time and offset, as such a timestamp; undefined when it is none. */
export function normalizeTimestamp(text: string): string | undefined {
  const match = dateTime.exec(text);
  if (match === null) return undefined;
  const [, date, time = "00:00", seconds = "00", fraction = "", offset = "Z"] = match;
  const parsed = Date.parse(`${date}T${time}:${seconds}${offset.toUpperCase()}`);
  // `Date` takes the 30th of February for the 1st of March.
  if (new Date(`${date}T00:00Z`).getUTCDate() !== Number(date?.slice(8))) return undefined;
  if (Number.isNaN(parsed) || parsed > maxTime + 86_400_000 || parsed < Date.UTC(1, 0, 1)) return undefined;
  return `${new Date(parsed).toISOString().slice(0, 20)}${fraction.padEnd(7, "0").slice(0, 7)}Z`;
}
