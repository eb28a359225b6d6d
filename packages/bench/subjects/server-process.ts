/** A server in a process of its own, so that its start, memory and speed can be measured. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "@partner-referrals/support/free-port";

const run = promisify(execFile);
const startLimitMs = 20_000;
const pollMs = 2;

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Time from spawning the process to its first response. */
  readonly startMs: number;
  /** Resident memory now. */
  memoryMB(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts `node` with `args(port)` and waits for its first response to `request`. Its output is thrown away. */
export async function startServerProcess(
  args: (port: number) => readonly string[],
  request: { readonly path: string; readonly headers: Readonly<Record<string, string>> },
  limitMs: number = startLimitMs,
): Promise<ServerProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = spawn(process.execPath, args(port), { stdio: "ignore" });
  try {
    await firstResponse(child, new URL(request.path, url), request.headers, limitMs);
  } catch (error) {
    await stop(child);
    throw error;
  }
  const { pid } = child;
  if (pid === undefined) throw new Error(`${child.spawnargs.join(" ")} was not started.`);
  return {
    url,
    pid,
    startMs: performance.now() - started,
    memoryMB: () => residentMemory(child),
    stop: () => stop(child),
  };
}

async function firstResponse(
  child: ChildProcess,
  url: URL,
  headers: Readonly<Record<string, string>>,
  limitMs: number,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`${child.spawnargs.join(" ")} ended with ${child.exitCode}.`);
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(limitMs) }).catch(() => null);
    await response?.arrayBuffer();
    if (response?.ok) return;
    await delay(pollMs);
  }
  throw new Error(`${child.spawnargs.join(" ")} did not respond within ${limitMs / 1000} seconds.`);
}

async function residentMemory(child: ChildProcess): Promise<number> {
  const { stdout } = await run("ps", ["-o", "rss=", "-p", String(child.pid)]);
  return Number(stdout) / 1024;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
