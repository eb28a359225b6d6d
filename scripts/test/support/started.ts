import { createConnection } from "node:net";
import { childEnvironment, repositoryRoot } from "@partner-referrals/support/repository";
import { type Command, startCommand } from "../../repository/command.ts";

const startLimitMs = 300_000;
export const stopLimitMs = 60_000;
const anyPorts = ["--mock-port", "0", "--sandbox-port", "0", "--docs-port", "0"];
export const isWindows: boolean = process.platform === "win32";

/** The addresses in the welcome text. */
export function addresses({ output }: Command): { mock: string; sandbox: string; docs: string } {
  const [mock = "", sandbox = "", docs = ""] = ["mock", "sandbox", "docs"].map(
    (name) => new RegExp(`${name} +(http://127\\.0\\.0\\.1:\\d+)`).exec(output())?.[1],
  );
  return { mock, sandbox, docs };
}

/** Whether somebody listens at `url`. */
export function accepts(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(Number(new URL(url).port), "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** Starts, and waits for the whole welcome text. */
export async function startAndWait(
  file: string = process.execPath,
  args: readonly string[] = ["scripts/start.ts"],
  env: NodeJS.ProcessEnv = childEnvironment(),
): Promise<Command> {
  const started = startCommand(file, [...args, ...anyPorts], { cwd: repositoryRoot, env });
  await started.waitFor(/Ctrl-C stops all\./, startLimitMs);
  return started;
}
