/** Runs the built command. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Outcome, runCommandLines } from "@partner-referrals/support/command-lines";

const file = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
// Only `--database` says which one is meant: the variable is for tests, too.
const { DATABASE_URL: _, ...env } = process.env;

export interface Running {
  readonly url: string;
  readonly output: () => string;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Runs several command lines in one process. Each ends at once, or starts a sandbox. */
export function runEach(commandLines: readonly (readonly string[])[]): Promise<Outcome[]> {
  return runCommandLines(new URL("../../dist/command.js", import.meta.url), commandLines, env);
}

/** Starts the command and waits until it says where it is, or ends. */
export async function run(...args: string[]): Promise<Running> {
  const child = spawn(process.execPath, [file, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let found: (url: string) => void = () => {};
  const url = new Promise<string>((resolve) => {
    found = resolve;
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const match = /http:\/\/[\d.]+:\d+/.exec(output);
      if (match) found(match[0]);
    });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on("close", (code, signal) => {
      found("");
      resolve({ code, signal });
    }),
  );
  return { url: await url, output: () => output, kill: (signal) => child.kill(signal), ended };
}
