/** `pnpm dev`: runs the mock, the sandbox and the docs, and rebuilds what a saved file concerns. */
import { repositoryRoot } from "@partner-referrals/support/repository";
import { servingUsage } from "./serving/flags.ts";
import { runServers, sayReady } from "./serving/run.ts";
import type { Servers } from "./serving/servers.ts";
import { aborted, closeAll } from "./serving/stop.ts";
import { printFailure, Rebuild } from "./watching/rebuild.ts";
import { SavedFiles } from "./watching/saved-files.ts";

const usage = servingUsage(
  "dev",
  "Runs the mock, the sandbox and the docs; a saved file rebuilds and reloads them. Ctrl-C stops.",
);

/** Returns what lets the mock use the contract if a build has changed it. */
async function mockReload({ reload }: Servers): Promise<() => Promise<void>> {
  const { contract, contractFile, readDocument } = await import("@partner-referrals/spec/model");
  let current = JSON.stringify(contract);
  return async () => {
    const saved = readDocument(contractFile);
    if (JSON.stringify(saved) === current) return;
    current = JSON.stringify(saved);
    try {
      await reload(saved);
      console.log("The contract changed: the mock uses it.");
    } catch (error) {
      console.error(`The mock keeps the last contract: ${error instanceof Error ? error.message : error}`);
    }
  };
}

// What is saved while the first build runs is in the next one.
const saved = new SavedFiles(repositoryRoot);

async function follow(rebuild: Rebuild, stop: AbortSignal): Promise<void> {
  for await (const files of saved.batches(stop)) {
    await rebuild.files(files).catch(({ message }: Error) => stop.aborted || printFailure(message));
  }
}

await runServers(
  {
    usage,
    // The pages, which need not be a whole site.
    first: { task: "generate" },
    async startDocs(port) {
      const { watchDocs } = await import("@partner-referrals/docs/dev");
      return watchDocs({ port });
    },
  },
  async ({ servers, stop }) => {
    const rebuild = new Rebuild(await mockReload(servers));
    void follow(rebuild, stop);
    sayReady();
    await aborted(stop);
    await closeAll([() => rebuild.close()]);
  },
);
