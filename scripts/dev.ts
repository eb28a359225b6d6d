/** `pnpm dev`: runs the mock, the sandbox and the docs, and has Turborepo rebuild what a saved file concerns. */
import { watch } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { spawnTurborepo } from "./repository/turborepo.ts";
import { servingUsage } from "./serving/flags.ts";
import { runServers } from "./serving/run.ts";
import type { Servers } from "./serving/servers.ts";
import { aborted } from "./serving/stop.ts";

const usage = servingUsage(
  "dev",
  "Runs the mock, the sandbox and the docs; a saved file rebuilds and reloads them. Ctrl-C stops.",
);

/** A build writes several files, one after the other. */
const quietMs = 100;

/** What Turborepo says of steps that are well. */
const progress = /: cache (hit|miss|bypass)|^\s*$|^\s+•|^ *(Tasks|Cached|Time|Failed):/;

/** Prints what failed, and that what was served before still is. */
async function printFailures(output: NodeJS.ReadableStream): Promise<void> {
  for await (const line of createInterface({ input: output })) {
    if (progress.test(line)) continue;
    console.error(line);
    if (/#build: +ERROR/.test(line)) console.error("\nThe last good version stays up.\n");
  }
}

/** Lets the mock use the contract whenever a build has changed it. Returns what ends that. */
async function reloadOnChange({ reload }: Servers): Promise<() => void> {
  const { contract, contractFile, readDocument } = await import("@partner-referrals/spec/model");
  let timer: NodeJS.Timeout | undefined;
  let current = JSON.stringify(contract);
  const watcher = watch(dirname(contractFile), () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      try {
        const saved = readDocument(contractFile);
        if (JSON.stringify(saved) === current) return;
        current = JSON.stringify(saved);
        await reload(saved);
        console.log("The contract changed: the mock uses it.");
      } catch (error) {
        console.error(`The mock keeps the last contract: ${error instanceof Error ? error.message : error}`);
      }
    }, quietMs);
  });
  return () => watcher.close();
}

await runServers(usage, async ({ servers, stop }) => {
  const turborepo = spawnTurborepo(["watch", "build", "--output-logs=errors-only"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (!turborepo.stdout || !turborepo.stderr) throw new Error("Turborepo was started without its output.");
  void printFailures(turborepo.stdout);
  void printFailures(turborepo.stderr);
  const close = await reloadOnChange(servers);
  await aborted(stop);
  close();
  turborepo.kill("SIGTERM");
});
