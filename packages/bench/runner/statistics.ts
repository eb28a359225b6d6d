/** The middle value, which one slow round does not move. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which the given share of all values lies; between two values it is interpolated. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new Error("There is no median of nothing.");
  return below + (above - below) * (position % 1);
}

/** The middle of several rounds, and the range of the middle half of them. */
export interface Summary {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

export function summarize(values: readonly number[]): Summary {
  return {
    median: median(values),
    lowerQuartile: quantile(values, 0.25),
    upperQuartile: quantile(values, 0.75),
  };
}

/**
 * The median of the ratios round by round: both sides of a round ran one after the other, so a machine that was busy
 * for a while slows both.
 */
export function medianRatio(values: readonly number[], baseline: readonly number[]): number {
  return median(
    values.map((value, round) => {
      const other = baseline[round];
      if (other === undefined) throw new Error("The two sides have different numbers of rounds.");
      return value / other;
    }),
  );
}
