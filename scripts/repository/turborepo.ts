/** Starts Turborepo. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment, repositoryRoot } from "@partner-referrals/support/repository";

/** Starts `turbo` with `args` in `root`. */
export function spawnTurborepo(
  args: readonly string[],
  { root = repositoryRoot, ...options }: Omit<SpawnOptions, "cwd" | "env"> & { root?: string } = {},
): ChildProcess {
  const [file, ...before] = turborepoCommand(root);
  return spawn(file, [...before, ...args], {
    ...options,
    cwd: root,
    env: { ...childEnvironment(root), ...cache() },
  });
}

/** Nothing leaves this machine, unless somebody names a server of theirs for the cache. */
function cache(): NodeJS.ProcessEnv {
  const { TURBO_API, TURBO_CACHE } = process.env;
  return { TURBO_CACHE: TURBO_CACHE ?? (TURBO_API ? "local:rw,remote:rw" : "local:rw") };
}

/**
 * The program itself, in the package for this system that pnpm puts beside `turbo`: a shell's and Node's start on the way
 * to it take longer than a build with nothing to do. Elsewhere turbo's own command, which looks further and explains.
 */
function turborepoCommand(root: string): [file: string, ...args: string[]] {
  const turbo = realpathSync(join(root, "node_modules", "turbo"));
  const isWindows = process.platform === "win32";
  const system = `${isWindows ? "windows" : process.platform}-${process.arch === "x64" ? "64" : process.arch}`;
  const program = join(turbo, "..", "@turbo", system, "bin", isWindows ? "turbo.exe" : "turbo");
  return existsSync(program) ? [program] : [process.execPath, join(turbo, "bin", "turbo")];
}
