import assert from "node:assert/strict";
import { test } from "node:test";
import { defineBench } from "../runner/bench.ts";
import { runBench } from "../runner/measure.ts";
import { toMarkdown } from "../runner/report.ts";
import { median, medianRatio, summarize } from "../runner/statistics.ts";

/** A bench whose subjects report from a list, round by round. */
function scripted(values: Record<"a" | "b", number[]>, log: string[] = []) {
  return defineBench({
    title: "Scripted",
    method: "Reads a list.",
    rounds: values.a.length,
    subjects: ["a", "b"],
    metrics: { speed: { label: "speed", unit: "calls/s" } },
    budgets: [
      { metric: "speed", subject: "b", baseline: "a", atLeast: 2 },
      { metric: "speed", subject: "b", baseline: "a", atMost: 2.5 },
      { metric: "speed", subject: "b", baseline: 20, atLeast: 2 },
    ],
    prepare: async () => ({
      measure: async (subject) => {
        log.push(subject);
        return { speed: values[subject].shift() ?? 0 };
      },
      close: async () => void log.push("closed"),
    }),
  });
}

test("the median is the middle value, or the middle of the two middle ones", () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.throws(() => median([]), /no median of nothing/);
});

test("the spread is the middle half of the rounds, which an outlier does not move", () => {
  assert.deepEqual(summarize([1, 2, 3, 4, 1000]), { median: 3, lowerQuartile: 2, upperQuartile: 4 });
});

test("ratios are taken round by round, so a slow spell of the machine cancels out", () => {
  assert.equal(medianRatio([20, 2, 20], [10, 1, 10]), 2);
});

test("subjects take turns, the order turns too, and everything is closed", async () => {
  const log: string[] = [];
  await runBench(scripted({ a: [1, 1, 1], b: [2, 2, 2] }, log));
  assert.deepEqual(log, ["a", "b", "b", "a", "a", "b", "closed"]);
});

test("a bench is closed when a measurement fails", async () => {
  const log: string[] = [];
  const bench = scripted({ a: [1], b: [1] }, log);
  const failing = { ...bench, metrics: { ...bench.metrics, memory: { label: "memory", unit: "MB" } } };
  await assert.rejects(runBench(failing), /a yielded no memory/);
  assert.equal(log.at(-1), "closed");
});

test("a budget is met or not; neither fails the run", async () => {
  const { budgets } = await runBench(scripted({ a: [10, 10, 10], b: [30, 30, 10] }));
  assert.deepEqual(budgets, [
    { text: "speed: b at least 2 times a", ratio: 3, met: true },
    { text: "speed: b at most 2.5 times a", ratio: 3, met: false },
    { text: "speed: b at least 2 times 20 calls/s", ratio: 1.5, met: false },
  ]);
});

test("the report shows median, spread, ratio, budgets and the machine", async () => {
  const bench = await runBench(scripted({ a: [1000, 1000, 1100], b: [2000, 3000, 3300] }));
  const machine = { cpu: "Abacus", cores: 2, memoryGiB: 8, system: "linux 6", node: "v24.0.0" };
  const text = toMarkdown({ date: "2026-01-02", machine, benches: [bench] });
  assert.match(text, /2026-01-02, Abacus, 2 cores, 8 GiB, linux 6, Node v24\.0\.0/);
  assert.match(text, /\| speed, calls\/s \| 1,000 \(1,000 to 1,050\) \| 3,000 \(2,500 to 3,150\), ×3 \|/);
  assert.match(text, /- met \(×3\): speed: b at least 2 times a/);
  assert.match(text, /- \*\*not met\*\* \(×3\): speed: b at most 2\.5 times a/);
});

test("nothing is a multiple of zero", async () => {
  const bench = { ...scripted({ a: [0, 0], b: [1, 0] }), budgets: [] };
  const { metrics } = await runBench(bench);
  assert.equal(metrics[0]?.subjects.b?.ratio, null);
});

test("what a subject cannot do is left out, and no budget may depend on it", async () => {
  const bench = scripted({ a: [10], b: [10] });
  const partly = {
    ...bench,
    budgets: [],
    prepare: async () => ({
      measure: async (subject: string) => ({ speed: subject === "a" ? 10.04 : null }),
      close: async () => {},
    }),
  };
  const result = await runBench(partly);
  assert.deepEqual(Object.keys(result.metrics[0]?.subjects ?? {}), ["a"]);
  await assert.rejects(
    runBench({ ...partly, budgets: bench.budgets }),
    /Nobody can reach this budget: speed: b/,
  );
});
