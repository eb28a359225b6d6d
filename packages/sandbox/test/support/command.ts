/** Runs the built command. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const severalCommands = fileURLToPath(new URL("./several-commands.ts", import.meta.url));

export interface Running {
  readonly url: string;
  readonly output: () => string;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** What a command line came to. */
export interface Outcome {
  readonly code: number;
  /** Of both standard output and standard error. */
  readonly output: string;
}

/** Starts the command and waits until it says where it is, or ends. */
export function run(...args: string[]): Promise<Running> {
  return runFile(file, args);
}

/**
 * Runs several command lines, one after the other, in one process. Each ends at once, or has started a sandbox, with code 0.
 * That is quicker than a process for each; what a process does in the end, tests of {@link run} show.
 */
export async function runEach(commands: readonly (readonly string[])[]): Promise<Outcome[]> {
  const process = await runFile(severalCommands, [JSON.stringify(commands)]);
  const { code } = await process.ended;
  if (code !== 0) throw new Error(process.output());
  return JSON.parse(process.output());
}

async function runFile(script: string, args: readonly string[]): Promise<Running> {
  // Only `--database` says which one is meant: the variable is for tests, too.
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
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
