/** Starts Turborepo. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { childEnvironment, isOnPath, repositoryRoot } from "./environment.ts";

/** Where `pnpm` is not on PATH (a script was run by `node` directly), npx brings the README's release line of it. */
export function pnpmCommand(env: NodeJS.ProcessEnv): [string, ...string[]] {
  return isOnPath("pnpm", env) ? ["pnpm"] : ["npx", "--yes", "pnpm@12"];
}

/** Starts `turbo` with `args` in `root`, in an environment where it finds `pnpm`, which it calls for every task. */
export function spawnTurborepo(
  args: readonly string[],
  { root = repositoryRoot, ...options }: Omit<SpawnOptions, "cwd" | "env"> & { root?: string } = {},
): ChildProcess {
  const env = childEnvironment(root);
  const [command, ...prefix] = pnpmCommand(env);
  if (command === "pnpm") return spawn("turbo", [...args], { ...options, cwd: root, env });
  return spawn(command, [...prefix, "exec", "turbo", ...args], { ...options, cwd: root, env });
}
