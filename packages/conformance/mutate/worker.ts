import { parentPort, workerData } from "node:worker_threads";
import type { Mutant, Tree } from "./mutant.ts";
import { createRunner } from "./run-mutant.ts";

/** Examines the mutants that it is sent, one after the other, and sends back what became of each. */
// A cast: the main thread hands over the sources, see run-all.ts.
const run = createRunner(workerData as Tree);

parentPort?.on("message", (mutant: Mutant) => parentPort?.postMessage(run(mutant)));
