import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { createExaminer, type Outcome } from "./examine.ts";
import { lintAll } from "./lint.ts";
import { applied, type Mutant, type Tree } from "./mutant.ts";
import { build } from "./sources.ts";

/** Fewer mutants than this are examined faster than threads start. */
const worthThreads = 300;

/** What became of each mutant: first by the checks, of which there are hundreds a second, then, if need be, by the linter. */
export async function examineAll(sources: Tree, mutants: Mutant[]): Promise<Outcome[]> {
  const outcomes =
    mutants.length < worthThreads
      ? mutants.map(createExaminer(sources))
      : await examineInThreads(sources, mutants);
  const survivors = [...mutants.entries()].filter(([index]) => outcomes[index]?.fate === "survived");
  const documents = survivors.map(([, mutant]) => build(applied(sources, mutant)));
  const findings = lintAll(build(structuredClone(sources)), documents);
  for (const [position, [index]] of survivors.entries()) {
    const because = findings[position];
    if (because !== undefined) outcomes[index] = { fate: "killed", by: "lint", because };
  }
  return outcomes;
}

async function examineInThreads(sources: Tree, mutants: Mutant[]): Promise<Outcome[]> {
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
