/** Runs a command as a terminal would: with its output at hand, and a signal for it and all that it started. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

const pollMs = 20;
const isWindows = process.platform === "win32";

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Command {
  readonly pid: number;
  /** All that it printed so far, standard error included. */
  output(): string;
  /** Waits until the output matches. Throws, with the output, when the command ends or the time is up before. */
  waitFor(pattern: RegExp, limitMs: number): Promise<RegExpExecArray>;
  /** Sends a signal to its process group, as Ctrl-C does. Windows has no groups: there it terminates the command. */
  signalGroup(signal: NodeJS.Signals): void;
  /** Waits for its end, and for that of every process that inherited its output. Throws when it takes longer. */
  ended(limitMs: number): Promise<Ending>;
  /** Terminates it and everything that it started. */
  kill(): void;
}

const running = new Map<number, Command>();

// Commands are in process groups of their own, so whatever ends us would not end them.
process.on("exit", () => {
  for (const command of running.values()) command.kill();
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(1));

/** Starts `file` in a process group of its own. It is killed when this process ends before it. */
export function startCommand(
  file: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Command {
  const child = spawn(file, args, {
    cwd,
    env,
    detached: !isWindows,
    stdio: ["ignore", "pipe", "pipe"],
    // npx and pnpm are batch files on Windows, which only a shell runs.
    shell: isWindows && file !== process.execPath,
  });
  const name = [file, ...args].join(" ");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const exit = ending(child);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${name} could not be started.`);

  const command: Command = {
    pid,
    output: () => output,
    async waitFor(pattern, limitMs) {
      const deadline = performance.now() + limitMs;
      while (performance.now() < deadline) {
        const match = pattern.exec(output);
        if (match) return match;
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`${name} ended without printing ${pattern}:\n${output}`);
        }
        await delay(pollMs);
      }
      throw new Error(`${name} did not print ${pattern} within ${limitMs} ms:\n${output}`);
    },
    signalGroup: (signal) => void process.kill(isWindows ? pid : -pid, signal),
    async ended(limitMs) {
      const late = delay(limitMs, undefined, { ref: false }).then(() => {
        throw new Error(`${name} did not end within ${limitMs} ms:\n${output}`);
      });
      return Promise.race([exit, late]);
    },
    kill: () => killTree(pid),
  };
  running.set(pid, command);
  void exit.then(() => running.delete(pid));
  return command;
}

async function ending(child: ChildProcess): Promise<Ending> {
  await once(child, "close");
  return { code: child.exitCode, signal: child.signalCode };
}

function killTree(pid: number): void {
  if (isWindows) {
    spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"]);
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All of it has ended.
  }
}
