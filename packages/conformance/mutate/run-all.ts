import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { lintAll } from "./lint.ts";
import { applied, type Mutant, type Tree } from "./mutant.ts";
import { createRunner, type Outcome } from "./run-mutant.ts";
import { build } from "./sources.ts";

/** Fewer mutants than this are examined faster than threads start. */
const worthThreads = 300;

/** What became of each mutant: first by the checks, of which there are hundreds a second, then, if need be, by the linter. */
export async function runAll(sources: Tree, mutants: Mutant[]): Promise<Outcome[]> {
  const outcomes =
    mutants.length < worthThreads ? mutants.map(createRunner(sources)) : await runInThreads(sources, mutants);
  const survivors = [...mutants.entries()].filter(([index]) => outcomes[index]?.result === "survived");
  const documents = survivors.map(([, mutant]) => build(applied(sources, mutant)));
  const findings = lintAll(build(structuredClone(sources)), documents);
  for (const [position, [index]] of survivors.entries()) {
    const because = findings[position];
    if (because !== undefined) outcomes[index] = { result: "killed", by: "lint", because };
  }
  return outcomes;
}

async function runInThreads(sources: Tree, mutants: Mutant[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const queue = mutants.entries();
  const work = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      let current = -1;
      const next = () => {
        const { value, done } = queue.next();
        if (done) return resolve();
        current = value[0];
        worker.postMessage(value[1]);
      };
      worker.on("error", reject);
      worker.on("message", (outcome: Outcome) => {
        outcomes[current] = outcome;
        next();
      });
      next();
    });
  const workers = Array.from(
    { length: availableParallelism() },
    () => new Worker(new URL("./worker.ts", import.meta.url), { workerData: sources }),
  );
  try {
    await Promise.all(workers.map(work));
    return outcomes;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
