const units = { D: "day", H: "hour", M: "minute", S: "second" } as const;
const milliseconds = { D: 86_400_000, H: 3_600_000, M: 60_000, S: 1000 } as const;

type Unit = keyof typeof units;

/**
 * An ISO 8601 duration of one part, such as `P14D` or `PT1M`, in milliseconds.
 *
 * @throws Error for anything else; months and years have no fixed length.
 */
export function durationMs(duration: string): number {
  const { amount, unit } = parse(duration);
  return amount * milliseconds[unit];
}

/**
 * An ISO 8601 duration of one part in words: `P14D` as "14 days".
 *
 * @throws Error for anything else.
 */
export function formatDuration(duration: string): string {
  const { amount, unit } = parse(duration);
  return amount === 1 ? `a ${units[unit]}` : `${amount} ${units[unit]}s`;
}

function parse(duration: string): { amount: number; unit: Unit } {
  const [, days, amount = days, unit = "D"] = /^P(?:(\d+)D|T(\d+)([HMS]))$/.exec(duration) ?? [];
  if (amount === undefined) throw new Error(`${duration} is not a duration such as P14D or PT1M.`);
  // A cast, because the pattern has these units only.
  return { amount: Number(amount), unit: unit as Unit };
}
