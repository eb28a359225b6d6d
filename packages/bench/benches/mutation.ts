/** How many small edits of the contract its tests catch. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { defineBench } from "../runner/bench.ts";

interface Score {
  total: number;
  killed: number;
  ignored: number;
  survived: number;
}

const folder = join(import.meta.dirname, "../../conformance/mutate");

export default defineBench({
  title: "Mutation run",
  method:
    "`pnpm mutate`: each mutant is one edit of the contract's sources, such as a bound that is gone. Checks and lint rules " +
    "should catch it, or a file says why they need not.",
  rounds: 1,
  subjects: ["contract"],
  metrics: {
    mutants: { label: "mutants", unit: "edits" },
    caught: { label: "caught", unit: "edits" },
    ignored: { label: "not caught, with a reason", unit: "edits" },
    survived: { label: "not caught, without one", unit: "edits" },
    time: { label: "time", unit: "s" },
  },
  budgets: [],
  async prepare() {
    return {
      async measure() {
        const started = performance.now();
        // It fails when a mutant survived, and says which.
        await promisify(execFile)(process.execPath, [join(folder, "run.ts")]);
        const time = (performance.now() - started) / 1000;
        const score: Score = JSON.parse(await readFile(join(folder, "result.json"), "utf8"));
        const { total: mutants, killed: caught, ignored, survived } = score;
        return { mutants, caught, ignored, survived, time };
      },
      async close() {},
    };
  },
});
