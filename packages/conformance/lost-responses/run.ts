/** `node lost-responses/run.ts [--seeds 10000] [--from 1]`: many runs, each of which a seed repeats. */
import { parseArgs } from "node:util";
import { startSandbox } from "@partner-referrals/sandbox";
import { run } from "./scenario.ts";

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "10000" }, from: { type: "string", default: "1" } },
});
const from = Number(values.from);
const to = from + Number(values.seeds);
const sum = { succeeded: 0, failed: 0, unknown: 0 };
const broken: number[] = [];
let sandbox = await startSandbox({ port: 0 });
const startedAt = Date.now();
for (let seed = from; seed < to; seed++) {
  // Universes stay in memory until the sandbox closes.
  if (seed % 500 === 0) {
    await sandbox.close();
    sandbox = await startSandbox({ port: 0 });
  }
  try {
    const { succeeded, failed, unknown } = await run(sandbox, seed);
    sum.succeeded += succeeded;
    sum.failed += failed;
    sum.unknown += unknown;
  } catch (error) {
    broken.push(seed);
    console.error(`seed ${seed}:`, error);
  }
}
await sandbox.close();
const seconds = Math.round((Date.now() - startedAt) / 1000);
console.log(
  `${to - from} seeds in ${seconds} s: ${sum.succeeded} calls succeeded, ${sum.failed} failed, the outcome of ${sum.unknown} was ` +
    `reported as unknown. ${broken.length === 0 ? "No change was lost, doubled or misreported." : `Broken: ${broken.join(", ")}`}`,
);
process.exitCode = broken.length > 0 ? 1 : 0;
