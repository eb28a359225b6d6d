/** The two commands of the README, tried as a newcomer does. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Command, startCommand } from "../repository/command.ts";
import { parseServingFlags } from "../serving/flags.ts";
import { findPortConflicts } from "../serving/ports.ts";

const run = promisify(execFile);
const startLimitMs = 5 * 60_000;
const testLimitMs = 15 * 60_000;
const stopLimitMs = 5_000;

function npx(clone: string, env: NodeJS.ProcessEnv, ...args: string[]): Command {
  return startCommand("npx", ["--yes", "pnpm@12", ...args], { cwd: clone, env });
}

/** Starts, creates a referral with the printed curl line as soon as it is there, opens the docs once they are, presses Ctrl-C, and looks for leftovers. */
export async function tryStart(
  clone: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly upMs: number; readonly stopMs: number }> {
  const began = performance.now();
  const start = npx(clone, env, "start", ...(await portFlags()));
  const [line] = await start.waitFor(/^curl .*\n/m, startLimitMs);
  const { stdout } = await run(process.platform === "win32" ? "bash" : "sh", ["-c", line], {
    cwd: clone,
    env,
  });
  const created: unknown = JSON.parse(stdout);
  if (typeof created !== "object" || created === null || !("id" in created)) {
    throw new Error(`The printed curl line created no referral:\n${line}\n${stdout}`);
  }
  await start.waitFor(/Ctrl-C stops all\./, startLimitMs);
  const upMs = performance.now() - began;
  const [, docs = ""] = /^ *docs +(\S+)/m.exec(start.output()) ?? [];
  const page = await fetch(docs);
  if (!page.ok) throw new Error(`The docs respond with ${page.status} at ${docs}.`);
  await page.arrayBuffer();

  const interrupted = performance.now();
  start.signalGroup("SIGINT");
  await start.ended(stopLimitMs);
  const stopMs = performance.now() - interrupted;
  // `ended` waits for every process that has the command's output; what listens would not be one of them.
  if (await fetch(docs).catch(() => undefined)) throw new Error(`Something still listens at ${docs}.`);
  return { upMs, stopMs };
}

/** Runs all checks and tests. */
export async function tryTest(clone: string, env: NodeJS.ProcessEnv): Promise<{ readonly ms: number }> {
  const began = performance.now();
  const test = npx(clone, env, "test");
  const { code } = await test.ended(testLimitMs);
  if (code !== 0) throw new Error(`test ended with ${code}:\n${test.output()}`);
  return { ms: performance.now() - began };
}

/** None, as in the README, unless somebody uses the default ports already. */
async function portFlags(): Promise<string[]> {
  const defaults = parseServingFlags([]);
  if (defaults.kind === "run" && (await findPortConflicts(defaults.ports)).length === 0) return [];
  return ["--mock-port", "0", "--sandbox-port", "0", "--docs-port", "0"];
}
