import { parentPort, workerData } from "node:worker_threads";
import { createExaminer } from "./examine.ts";
import type { Mutant, Tree } from "./mutant.ts";

/** Examines the mutants that it is sent, one after the other, and sends back what became of each. */
// A cast: the main thread hands over the sources, see examine-all.ts.
const examine = createExaminer(workerData as Tree);

parentPort?.on("message", (mutant: Mutant) => parentPort?.postMessage(examine(mutant)));
