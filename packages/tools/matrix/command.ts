import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { childEnvironment } from "@partner-referrals/support/repository";
import type { Command, RunOptions } from "./tool.ts";

/** Compiling a generated Rust client for the first time takes minutes. */
const maxMs = 20 * 60_000;
/** How much of what a failed command printed is worth showing. */
const maxOutput = 4000;

/**
 * Runs a command and returns what it printed on standard output.
 *
 * @throws Error with the end of what it printed, when it fails or takes too long.
 */
export async function runCommand([file, ...args]: Command, { cwd, env }: RunOptions): Promise<string> {
  const child = spawn(file, args, {
    cwd,
    env: { ...childEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: maxMs,
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  if (child.exitCode === 0) return output;
  const ending = child.signalCode ? `was ended by ${child.signalCode}` : `ended with ${child.exitCode}`;
  throw new Error(`${file} ${ending}: ${`${output}\n${errors}`.trim().slice(-maxOutput)}`);
}
