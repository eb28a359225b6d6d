import type { Machine } from "./machine.ts";
import type { BenchResult, MetricResult } from "./measure.ts";

/** A whole run, as it is saved. */
export interface Report {
  readonly date: string;
  readonly machine: Machine;
  readonly benches: readonly BenchResult[];
}

/** The report for people. */
export function toMarkdown({ date, machine, benches }: Report): string {
  const { cpu, cores, memoryGiB, system, node } = machine;
  return `# Bench

${date}, ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}. Compare ratios, not numbers: other machines differ.
Each cell is the median of all rounds, the range of the middle half of them, and the ratio to the first subject; – is
what a subject cannot do.

${benches.map(benchSection).join("\n")}`;
}

function benchSection({ title, method, rounds, seconds, metrics, budgets }: BenchResult): string {
  const subjects = [...new Set(metrics.flatMap((metric) => Object.keys(metric.subjects)))];
  const rows = metrics.map(
    (metric) => `| ${metric.label}, ${metric.unit} | ${cells(metric, subjects).join(" | ")} |`,
  );
  const verdicts = budgets.map(
    ({ text, ratio, met }) => `- ${met ? "met" : "**not met**"} (×${formatNumber(ratio)}): ${text}`,
  );
  return `## ${title}

${method} ${rounds} rounds, the subjects in turns, ${seconds.toFixed(0)} s.

| | ${subjects.join(" | ")} |
|---|${subjects.map(() => "---|").join("")}
${rows.join("\n")}
${verdicts.length > 0 ? `\nBudgets:\n\n${verdicts.join("\n")}\n` : ""}`;
}

function cells(metric: MetricResult, subjects: readonly string[]): string[] {
  return subjects.map((subject, index) => {
    const result = metric.subjects[subject];
    if (!result) return "–";
    const [median, low, high] = [result.median, result.lowerQuartile, result.upperQuartile].map(formatNumber);
    const spread = low === high ? "" : ` (${low} to ${high})`;
    const ratio = index === 0 || result.ratio === null ? "" : `, ×${formatNumber(result.ratio)}`;
    return `${median}${spread}${ratio}`;
  });
}

/** Three digits are as many as a measurement is good for. */
function formatNumber(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toPrecision(3)));
}
