/** Decides when `start` and `dev` end: Ctrl-C, SIGTERM, a closed terminal, or the end of the command that started them. */
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { launcherEnd } from "./launcher.ts";

const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** A server that does not close within this time is left to the end of the process. */
const closeLimitMs = 2_000;

/** Aborts as soon as this process should stop. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  for (const signal of stopSignals) process.on(signal, stop);
  void launcherEnd(controller.signal).then(stop);
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
    delay(closeLimitMs, undefined, { ref: false }),
  ]);
}
