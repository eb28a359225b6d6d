/** What `start` and `dev` have in common: flags, ports, build, servers, welcome, and a clean end. */
import { type BuildOutcome, build, describeFailure } from "../repository/build.ts";
import { readContract } from "./contract.ts";
import { type Ports, parseServingFlags } from "./flags.ts";
import { busyPorts } from "./ports.ts";
import { shortReferralRequest } from "./referral-example.ts";
import { type Servers, startServers } from "./servers.ts";
import { stopSignal } from "./stop.ts";
import { welcome } from "./welcome.ts";

/** What a command works with while the servers run. */
export interface Running {
  readonly servers: Servers;
  /** The build that the servers were started from. */
  readonly outcome: BuildOutcome;
  /** Aborts when the user wants to stop. */
  readonly stop: AbortSignal;
}

/**
 * Reads the command line, builds, starts the servers, and calls `whileRunning`. When that returns, stops everything
 * and ends this process: with 0, with 1 after a failure, or with 2 after a wrong command line.
 */
export async function runServers(
  usage: string,
  options: { readonly liveReload: boolean },
  whileRunning: (running: Running) => Promise<void>,
): Promise<never> {
  const parsed = parseServingFlags(process.argv.slice(2));
  if (parsed.kind === "help") {
    console.log(usage);
    process.exit(0);
  }
  if (parsed.kind === "wrong") {
    console.error(`${parsed.reason}\n\n${usage}`);
    process.exit(2);
  }
  try {
    await serve(parsed.ports, options, whileRunning);
    process.exit(0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

async function serve(
  ports: Ports,
  options: { readonly liveReload: boolean },
  whileRunning: (running: Running) => Promise<void>,
): Promise<void> {
  const stop = stopSignal();
  const complaints = await busyPorts(ports);
  if (complaints.length > 0) throw new Error(complaints.join("\n"));

  console.log("Building …");
  const outcome = await build({ signal: stop });
  if (stop.aborted) return;
  if (!outcome.ok) throw new Error(describeFailure(outcome));

  const servers = await startServers(ports, options);
  try {
    console.log(welcome(servers.addresses, shortReferralRequest(await readContract())));
    await whileRunning({ servers, outcome, stop });
  } finally {
    await servers.close();
  }
}
