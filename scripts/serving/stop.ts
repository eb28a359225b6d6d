/** Knows when to stop: Ctrl-C, a polite kill, a closed terminal, or the end of the command that started us. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { launchersOf } from "./launchers.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const LAUNCHER_CHECK_MS = 500;
/** A server that does not close within this time is left to the end of the process. */
const CLOSE_LIMIT_MS = 2_000;

/** Aborts as soon as this process should stop. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  for (const signal of SIGNALS) process.on(signal, stop);

  // npx and pnpm do not pass every signal on: killing them without a terminal would leave us running alone.
  const launchers = launchersOf(process.pid);
  const timer = setInterval(() => {
    if (launchers.some((pid) => !isAlive(pid))) stop();
  }, LAUNCHER_CHECK_MS);
  timer.unref();
  return controller.signal;
}

/** Waits until `signal` aborts. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

/** Closes everything, but never waits longer than two seconds for it. */
export async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  await Promise.race([
    Promise.allSettled(closers.map((close) => close())),
    delay(CLOSE_LIMIT_MS, undefined, { ref: false }),
  ]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, it only is not ours.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return !isZombie(pid);
}

/** A killed process stays in the process table until its parent asks for it, and many a CI runner never does. */
function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
