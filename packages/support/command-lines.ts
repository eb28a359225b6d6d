import assert from "node:assert/strict";
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

/**
 * Asserts that each command line was rejected: with 2, its reason and the usage on standard error, and nothing else.
 *
 * @param wrong the command lines that had these outcomes, each with its reason
 */
export function assertUsageErrors(
  outcomes: readonly Outcome[],
  wrong: readonly (readonly [args: readonly string[], reason: RegExp])[],
  usage: RegExp,
): void {
  assert.equal(outcomes.length, wrong.length);
  for (const [index, [args, reason]] of wrong.entries()) {
    const { code, stdout, stderr } = outcomes[index] ?? assert.fail();
    assert.deepEqual([code, stdout], [2, ""], `${args.join(" ")}: ${stderr}`);
    assert.match(stderr, reason);
    assert.match(stderr, usage);
  }
}
