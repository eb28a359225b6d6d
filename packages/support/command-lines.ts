import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** What a command line came to. */
export interface Outcome {
  /** The exit code that it set; 0 if it started something that goes on. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs several command lines of a command, one after the other, in one process: most of the time of a short command is that
 * of loading it. What goes on when all have run is ended.
 *
 * @param module exports `run`, which gets the arguments and sets `process.exitCode`
 * @throws when the process fails, or does not end in half a minute.
 */
export async function runCommandLines(
  module: URL,
  commandLines: readonly (readonly string[])[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Outcome[]> {
  const script = fileURLToPath(new URL("./command-lines-process.ts", import.meta.url));
  const args = [script, module.href, JSON.stringify(commandLines)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, timeout: 30_000 });
  return JSON.parse(stdout);
}
