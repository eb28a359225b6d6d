import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, dirname } from "node:path";
import { text } from "node:stream/consumers";
import { childEnvironment } from "@partner-referrals/support/repository";

/** What a command is started with. */
export interface Start {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly limitMs?: number;
}

/**
 * Runs a command and returns what it printed on standard output.
 *
 * @throws Error with all it printed, if it fails or takes longer than `limitMs`.
 */
export async function run(
  file: string,
  args: readonly string[],
  { cwd, env = {}, limitMs = 60_000 }: Start,
): Promise<string> {
  const child = spawn(file, args, {
    cwd,
    env: { ...environment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: limitMs,
    killSignal: "SIGKILL",
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  if (child.exitCode === 0) return output;
  const ending = child.signalCode ? `was ended after ${limitMs} ms` : `ended with ${child.exitCode}`;
  throw new Error(`${file} ${args.join(" ")} ${ending}:\n${output}${errors}`);
}

/** This Node is found before those that this package has for its tests, and npm is not told what pnpm was told. */
function environment(): NodeJS.ProcessEnv {
  const env = childEnvironment();
  const others = Object.entries(env).filter(([name]) => !/^(npm|pnpm)_/i.test(name));
  return { ...Object.fromEntries(others), PATH: [dirname(process.execPath), env.PATH].join(delimiter) };
}
