/** The two commands of the README, tried as a newcomer does. */
import { execFile } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { type Command, startCommand } from "../repository/command.ts";
import { descendants, listProcesses } from "../repository/processes.ts";
import { parseServingFlags } from "../serving/flags.ts";
import { busyPorts } from "../serving/ports.ts";

const run = promisify(execFile);
const START_LIMIT_MS = 5 * 60_000;
const TEST_LIMIT_MS = 15 * 60_000;
const STOP_LIMIT_MS = 5_000;

function npx(clone: string, env: NodeJS.ProcessEnv, ...args: string[]): Command {
  return startCommand("npx", ["--yes", "pnpm@12", ...args], { cwd: clone, env });
}

/** Starts, creates a referral with the printed curl line, opens the docs, presses Ctrl-C, and looks for leftovers. */
export async function tryStart(
  clone: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly upMs: number; readonly stopMs: number }> {
  const began = performance.now();
  const start = npx(clone, env, "start", ...(await portFlags()));
  await start.waitFor(/Ctrl-C stops all\./, START_LIMIT_MS);
  const upMs = performance.now() - began;

  const [line = ""] = /^curl .*$/m.exec(start.output()) ?? [];
  const { stdout } = await run("sh", ["-c", line], { cwd: clone, env });
  const created: unknown = JSON.parse(stdout);
  if (typeof created !== "object" || created === null || !("id" in created)) {
    throw new Error(`The printed curl line created no referral:\n${line}\n${stdout}`);
  }
  const [, docs = ""] = /^ *docs +(\S+)/m.exec(start.output()) ?? [];
  const page = await fetch(docs);
  if (!page.ok) throw new Error(`The docs answer ${page.status} at ${docs}.`);
  await page.arrayBuffer();

  const family = descendants(start.pid);
  const interrupted = performance.now();
  start.signalGroup("SIGINT");
  await start.ended(STOP_LIMIT_MS);
  const stopMs = performance.now() - interrupted;
  await assertNothingLeft(clone, family);
  return { upMs, stopMs };
}

/** Runs all checks and tests. */
export async function tryTest(clone: string, env: NodeJS.ProcessEnv): Promise<{ readonly ms: number }> {
  const began = performance.now();
  const test = npx(clone, env, "test");
  const { code } = await test.ended(TEST_LIMIT_MS);
  if (code !== 0) throw new Error(`test ended with ${code}:\n${test.output()}`);
  await assertNothingLeft(clone, []);
  return { ms: performance.now() - began };
}

/** None, as in the README, unless somebody uses the default ports already. */
async function portFlags(): Promise<string[]> {
  const defaults = parseServingFlags([]);
  if (defaults.kind === "run" && (await busyPorts(defaults.ports)).length === 0) return [];
  return ["--mock-port", "0", "--sandbox-port", "0", "--docs-port", "0"];
}

async function assertNothingLeft(clone: string, family: readonly number[]): Promise<void> {
  // npx ends a moment before the processes it waited for are gone.
  await delay(500);
  const left = listProcesses().filter(({ pid, command }) => family.includes(pid) || command.includes(clone));
  if (left.length === 0) return;
  throw new Error(`Still running:\n${left.map(({ pid, command }) => `${pid} ${command}`).join("\n")}`);
}
