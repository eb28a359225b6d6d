/** What `start` and `dev` have in common: flags, ports, build, servers, welcome, and a clean end. */
import { type BuildOptions, type BuildStep, build, describeFailure } from "../repository/build.ts";
import { type Ports, parseServingFlags } from "./flags.ts";
import { findPortConflicts } from "./ports.ts";
import { shortReferralRequest } from "./referral-example.ts";
import { type Running as RunningServer, type Servers, startServers } from "./servers.ts";
import { stopSignal } from "./stop.ts";
import { welcome } from "./welcome.ts";

/** What is built. */
type Built = Pick<BuildOptions, "task" | "packages">;

/** What a command works with while the servers run. */
export interface Running {
  readonly servers: Servers;
  /** Builds more, as the first build did. */
  readonly build: (what: Built) => Promise<void>;
  /** Aborts when the user wants to stop. */
  readonly stop: AbortSignal;
}

/** What `start` and `dev` differ in. */
export interface Serving {
  /** For `--help`. */
  readonly usage: string;
  /** What is built before the servers start. */
  readonly first: Built;
  /** Starts the server of the docs. */
  readonly startDocs: (port: number) => Promise<RunningServer>;
}

/**
 * Reads the command line, builds, starts the servers, says where they are, and calls `whileRunning`. When that returns, stops
 * everything and ends this process: with 0, with 1 after an error, or with 2 after a wrong command line.
 */
export async function runServers(
  serving: Serving,
  whileRunning: (running: Running) => Promise<void>,
): Promise<never> {
  const parsed = parseServingFlags(process.argv.slice(2));
  if (parsed.kind === "help") {
    console.log(serving.usage);
    process.exit(0);
  }
  if (parsed.kind === "wrong") {
    console.error(`${parsed.reason}\n\n${serving.usage}`);
    process.exit(2);
  }
  try {
    await serve(serving, parsed.ports, whileRunning);
    process.exit(0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/** Says which package is being built: on a line of its own in a log, always on the same one of a terminal. */
function createStepDisplay(): (step: BuildStep) => void {
  const shown = new Set<string>();
  return ({ id, cached }) => {
    const name = id.replace(/#.*$/, "");
    // A package may be built in several steps.
    if (cached || shown.has(name)) return;
    shown.add(name);
    const text = `Building ${name} …`;
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${text}`);
    else console.log(text);
  };
}

async function serve(
  { first, startDocs }: Serving,
  ports: Ports,
  whileRunning: (running: Running) => Promise<void>,
): Promise<void> {
  const stop = stopSignal();
  const conflicts = await findPortConflicts(ports);
  if (conflicts.length > 0) throw new Error(conflicts.join("\n"));

  const onStep = createStepDisplay();
  const buildNow = async (what: Built) => {
    const outcome = await build({ ...what, signal: stop, onStep });
    if (process.stdout.isTTY) process.stdout.write("\r\x1b[K");
    if (!outcome.ok && !stop.aborted) throw new Error(describeFailure(outcome));
  };
  await buildNow(first);
  if (stop.aborted) return;

  const servers = await startServers(ports, startDocs);
  try {
    const { contract } = await import("@partner-referrals/spec/model");
    console.log(welcome(servers.addresses, await shortReferralRequest(contract)));
    await whileRunning({ servers, build: buildNow, stop });
  } finally {
    await servers.close();
  }
}

/** The end of the welcome, once everything is there. */
export function sayReady(): void {
  console.log("The docs are ready. Ctrl-C stops all.");
}
