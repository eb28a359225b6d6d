import type { Bench, Measured } from "./bench.ts";
import { medianRatio, type Summary, summarize } from "./statistics.ts";

export interface SubjectResult extends Summary {
  /** The median of this subject's value divided by the first subject's, round by round; null if that has none, or 0. */
  readonly ratio: number | null;
}

export interface MetricResult {
  readonly label: string;
  readonly unit: string;
  /** Without those that cannot do it. */
  readonly subjects: Readonly<Record<string, SubjectResult>>;
}

export interface AimResult {
  readonly text: string;
  readonly ratio: number;
  readonly met: boolean;
}

export interface BenchResult {
  readonly title: string;
  readonly method: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly metrics: readonly MetricResult[];
  readonly budgets: readonly AimResult[];
}

/** Runs all rounds of a bench; the order of the subjects turns with every round. */
export async function runBench(bench: Bench): Promise<BenchResult> {
  const started = performance.now();
  const samples = await collect(bench);

  const valuesOf = (subject: string, metric: string) => valuesIn(samples, subject, metric);
  const ratio = (metric: string, subject: string, baseline: string | number) => {
    const values = valuesOf(subject, metric);
    const others = typeof baseline === "number" ? values?.map(() => baseline) : valuesOf(baseline, metric);
    return values && others && !others.includes(0) ? medianRatio(values, others) : null;
  };
  const [reference = ""] = bench.subjects;
  const metrics = Object.entries(bench.metrics).map(([name, { label, unit }]) => {
    const subjects: Record<string, SubjectResult> = {};
    for (const subject of bench.subjects) {
      const values = valuesOf(subject, name);
      if (values) subjects[subject] = { ...summarize(values), ratio: ratio(name, subject, reference) };
    }
    return { label, unit, subjects };
  });
  const budgets = bench.budgets.map((budget) => {
    const reached = ratio(budget.metric, budget.subject, budget.baseline);
    if (reached === null) throw new Error(`Nobody can reach this budget: ${describeAim(bench, budget)}.`);
    return { text: describeAim(bench, budget), ratio: reached, met: isMet(budget, reached) };
  });
  const { title, method, rounds } = bench;
  return { title, method, rounds, seconds: (performance.now() - started) / 1000, metrics, budgets };
}

type Round = ReadonlyMap<string, Measured<string>>;

async function collect(bench: Bench): Promise<Round[]> {
  const prepared = await bench.prepare();
  try {
    const rounds: Round[] = [];
    for (let round = 0; round < bench.rounds; round++) {
      const order = round % 2 === 0 ? bench.subjects : bench.subjects.toReversed();
      const samples = new Map<string, Measured<string>>();
      for (const subject of order) samples.set(subject, await prepared.measure(subject));
      rounds.push(samples);
    }
    return rounds;
  } finally {
    await prepared.close();
  }
}

/** The values of all rounds, or null for what the subject cannot do. */
function valuesIn(rounds: readonly Round[], subject: string, metric: string): number[] | null {
  const values = rounds.map((round) => round.get(subject)?.[metric]);
  if (values.every((value) => value === null)) return null;
  return values.map((value) => {
    if (typeof value !== "number") throw new Error(`${subject} yielded no ${metric}.`);
    return value;
  });
}

function isMet({ atLeast = -Infinity, atMost = Infinity }: Bench["budgets"][number], ratio: number): boolean {
  return ratio >= atLeast && ratio <= atMost;
}

function describeAim(
  bench: Bench,
  { metric, subject, baseline, atLeast, atMost }: Bench["budgets"][number],
): string {
  const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  const { label, unit } = bench.metrics[metric] ?? {};
  return `${label}: ${subject} ${bound} times ${typeof baseline === "number" ? `${baseline} ${unit}` : baseline}`;
}
