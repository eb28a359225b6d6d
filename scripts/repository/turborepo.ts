/** Starts Turborepo. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { childEnvironment, isOnPath, repositoryRoot } from "./environment.ts";

/** Where `pnpm` is not on PATH, npx brings the release line that the README's commands use. */
const PNPM = "pnpm@12";

/**
 * Starts `turbo` with `args` in `root`. Turborepo calls `pnpm` for every task; where it is not on PATH
 * (a script was run by `node` directly), npx provides it.
 */
export function spawnTurborepo(
  args: readonly string[],
  { root = repositoryRoot, ...options }: Omit<SpawnOptions, "cwd" | "env"> & { root?: string } = {},
): ChildProcess {
  const env = childEnvironment(root);
  const [command, ...prefix] = isOnPath("pnpm", env) ? ["turbo"] : ["npx", "--yes", PNPM, "exec", "turbo"];
  return spawn(command, [...prefix, ...args], { ...options, cwd: root, env });
}
