/** The middle value, which one slow round does not move. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  if (upper === undefined || lower === undefined) throw new Error("There is no median of nothing.");
  return (lower + upper) / 2;
}

/** Median, lowest and highest value of several rounds. */
export interface Summary {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export function summarize(values: readonly number[]): Summary {
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
}

/**
 * The median of the ratios round by round: both sides of a round ran one after the other, so a machine that was busy
 * for a while slows both.
 */
export function medianRatio(values: readonly number[], beside: readonly number[]): number {
  return median(
    values.map((value, round) => {
      const other = beside[round];
      if (other === undefined) throw new Error("The two sides have different numbers of rounds.");
      return value / other;
    }),
  );
}
