/** What a bench is: subjects that are measured in turns, the metrics they yield, and which budgets they should meet. */

/** One number that a subject yields in each round. */
export interface Metric {
  readonly label: string;
  readonly unit: string;
}

/** A bound for one metric of one subject, relative to the same metric of another subject or to a value. */
export interface Budget<Subject extends string, MetricName extends string> {
  readonly metric: MetricName;
  readonly subject: Subject;
  readonly baseline: Subject | number;
  /** The ratio subject : baseline should reach this. */
  readonly atLeast?: number;
  /** The ratio subject : baseline should not exceed this. */
  readonly atMost?: number;
}

export interface Bench<Subject extends string = string, MetricName extends string = string> {
  readonly title: string;
  /** How it measures, in a sentence or two. */
  readonly method: string;
  readonly rounds: number;
  readonly metrics: Readonly<Record<MetricName, Metric>>;
  /** The first subject is the one that the others are compared with. */
  readonly subjects: readonly Subject[];
  readonly budgets: readonly Budget<NoInfer<Subject>, NoInfer<MetricName>>[];
  /** Prepares what all rounds share and returns how to measure, and how to clean up. */
  prepare(): Promise<Prepared<Subject, MetricName>>;
}

/** What a round yields; null for what the subject cannot do at all. */
export type Measured<MetricName extends string> = Readonly<Record<MetricName, number | null>>;

export interface Prepared<Subject extends string, MetricName extends string> {
  /** One round of one subject. */
  measure(subject: Subject): Promise<Measured<MetricName>>;
  close(): Promise<void>;
}

/** Lets TypeScript check a bench's subjects and metrics against each other. */
export function defineBench<const Subject extends string, const MetricName extends string>(
  bench: Bench<Subject, MetricName>,
): Bench<Subject, MetricName> {
  return bench;
}
