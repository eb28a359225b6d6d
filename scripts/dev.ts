/** `pnpm dev`: runs the mock, the sandbox and the docs, and rebuilds and reloads them when a file is saved. */

import { repositoryRoot } from "@partner-referrals/support/repository";
import { type BuildOutcome, build, changedPackages, describeFailure } from "./repository/build.ts";
import { readContract } from "./serving/contract.ts";
import { servingUsage } from "./serving/flags.ts";
import { runServers } from "./serving/run.ts";
import { sourceChanges } from "./serving/source-changes.ts";

const usage = servingUsage(
  "dev",
  "Runs the mock, the sandbox and the docs; a saved file rebuilds and reloads them. Ctrl-C stops.",
);
const CONTRACT_PACKAGE = "@partner-referrals/spec";
const MOCK_PACKAGE = "@partner-referrals/mock";

await runServers(usage, { liveReload: true }, async ({ servers, outcome, stop }) => {
  let current: BuildOutcome = outcome;
  let broken = false;

  async function reload(): Promise<void> {
    try {
      await servers.reload(await readContract());
    } catch (error) {
      console.error(`The mock keeps the last contract: ${error instanceof Error ? error.message : error}`);
    }
  }

  for await (const files of sourceChanges(repositoryRoot, stop)) {
    const started = performance.now();
    // The mock need not wait for the pages of the docs.
    const contract = await build({ signal: stop, only: CONTRACT_PACKAGE });
    if (contract.ok && changedPackages(current, contract).length > 0) await reload();
    const next = await build({ signal: stop });
    if (stop.aborted) return;
    if (!next.ok) {
      console.error(`\n${describeFailure(next)}\n\nThe last good version stays up.`);
      broken = true;
      continue;
    }
    const changed = changedPackages(current, next);
    current = next;
    if (broken) console.log("The build works again.");
    broken = false;
    if (changed.length === 0) continue;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const cause = files.length > 0 ? `Saved ${files.join(", ")}` : "Deleted files";
    console.log(`${cause}: rebuilt ${changed.join(", ")} in ${seconds} s.`);
    if (changed.includes(MOCK_PACKAGE)) console.log("The mock's own code changed: restart to use it.");
  }
});
