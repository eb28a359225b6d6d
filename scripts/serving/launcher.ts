/** Watches the command that started this process: without a terminal, its end sends no signal. */
import { execFile } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const intervalMs = 500;

/** Resolves when the launcher has ended, or when `stop` aborts. */
export async function launcherEnd(stop: AbortSignal): Promise<void> {
  const parent = process.ppid;
  const launchers = isUnderNpx() ? await ancestors(parent) : [];
  const links = await parentLinks(launchers);
  while (!stop.aborted) {
    await delay(intervalMs, undefined, { ref: false });
    // An orphan gets another parent; Windows leaves it the id of one that is gone.
    if (process.ppid !== parent || !isRunning(parent)) return;
    if ((await parentLinks(launchers)) !== links) return;
  }
}

/** npx is asked to stop and ends without pnpm: then it is not our parent that is missing, but that of pnpm or of its shell. */
function isUnderNpx(): boolean {
  return process.platform !== "win32" && /[\\/]_npx[\\/]/.test(process.env.PATH ?? "");
}

/** `parent`, the shell of the script, and above it pnpm and the shell of npx. Fewer where `ps` cannot be run. */
async function ancestors(parent: number): Promise<number[]> {
  const chain = [parent];
  while (chain.length < 3) {
    const [, above] = (await parentLinks(chain.slice(-1))).trim().split(/\s+/);
    if (!above) break;
    chain.push(Number(above));
  }
  return chain;
}

/** Each process that still runs, with its parent. Empty where there is no `ps`: then `process.ppid` has to do. */
async function parentLinks(pids: readonly number[]): Promise<string> {
  if (pids.length === 0) return "";
  return run("ps", ["-o", "pid=,ppid=", "-p", pids.join(",")]).then(
    ({ stdout }) => stdout,
    () => "",
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs as another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
