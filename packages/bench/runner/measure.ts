import type { Bench } from "./bench.ts";
import { medianRatio, type Summary, summarize } from "./statistics.ts";

export interface SubjectResult extends Summary {
  /** The median of this subject's value divided by the first subject's, round by round. */
  readonly ratio: number;
}

export interface MetricResult {
  readonly label: string;
  readonly unit: string;
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
  readonly aims: readonly AimResult[];
}

/** Runs all rounds of a bench; the order of the subjects turns with every round. */
export async function runBench(bench: Bench): Promise<BenchResult> {
  const started = performance.now();
  const samples = await collect(bench);

  const valuesOf = (subject: string, metric: string) =>
    samples.map((round) => valueIn(round, subject, metric));
  const [reference = ""] = bench.subjects;
  const metrics = Object.entries(bench.metrics).map(([name, { label, unit }]) => ({
    label,
    unit,
    subjects: Object.fromEntries(
      bench.subjects.map((subject) => {
        const values = valuesOf(subject, name);
        return [subject, { ...summarize(values), ratio: medianRatio(values, valuesOf(reference, name)) }];
      }),
    ),
  }));
  const aims = bench.aims.map((aim) => {
    const ratio = medianRatio(valuesOf(aim.subject, aim.metric), valuesOf(aim.beside, aim.metric));
    return { text: describeAim(bench, aim), ratio, met: isMet(aim, ratio) };
  });
  const { title, method, rounds } = bench;
  return { title, method, rounds, seconds: (performance.now() - started) / 1000, metrics, aims };
}

type Round = ReadonlyMap<string, Readonly<Record<string, number>>>;

async function collect(bench: Bench): Promise<Round[]> {
  const prepared = await bench.prepare();
  try {
    const rounds: Round[] = [];
    for (let round = 0; round < bench.rounds; round++) {
      const order = round % 2 === 0 ? bench.subjects : bench.subjects.toReversed();
      const samples = new Map<string, Readonly<Record<string, number>>>();
      for (const subject of order) samples.set(subject, await prepared.measure(subject));
      rounds.push(samples);
    }
    return rounds;
  } finally {
    await prepared.close();
  }
}

function valueIn(round: Round, subject: string, metric: string): number {
  const value = round.get(subject)?.[metric];
  if (value === undefined) throw new Error(`${subject} yielded no ${metric}.`);
  return value;
}

function isMet({ atLeast = -Infinity, atMost = Infinity }: Bench["aims"][number], ratio: number): boolean {
  return ratio >= atLeast && ratio <= atMost;
}

function describeAim(
  bench: Bench,
  { metric, subject, beside, atLeast, atMost }: Bench["aims"][number],
): string {
  const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  return `${bench.metrics[metric]?.label}: ${subject} ${bound} times ${beside}`;
}
