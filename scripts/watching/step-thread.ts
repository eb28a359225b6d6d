/** The thread of a step: runs its function whenever it is told to. */
import { parentPort, workerData } from "node:worker_threads";
import type { StepFunction, StepResult } from "./step.ts";

// A cast, because only step.ts starts this.
const { module, name } = workerData as StepFunction;
// Is loaded before it is needed. A module that fails to load says so when it runs.
const loaded = import(module);
loaded.catch(() => undefined);

parentPort?.on("message", async () => {
  let result: StepResult = {};
  try {
    await (await loaded)[name]();
  } catch (error) {
    result = { error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(result);
});
