/** Starts Turborepo. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { childEnvironment, repositoryRoot } from "@partner-referrals/support/repository";

/** Starts `turbo` with `args` in `root`. */
export function spawnTurborepo(
  args: readonly string[],
  { root = repositoryRoot, ...options }: Omit<SpawnOptions, "cwd" | "env"> & { root?: string } = {},
): ChildProcess {
  return spawn("turbo", args, { ...options, cwd: root, env: childEnvironment(root) });
}
