/** Runtimes that run a file: Node, Deno, Bun. */
import type { Verdict } from "../app/src/scenario.ts";
import { run } from "../packed/command.ts";
import { binary } from "./binary.ts";

/** Runs the app's main file in a runtime and returns what the app saw. */
export async function runMain(
  [executable = "", ...args]: readonly string[],
  folder: string,
  file: string,
  baseUrl: string,
): Promise<Verdict> {
  const env = { DENO_NO_UPDATE_CHECK: "1", DENO_DIR: `${folder}/deno` };
  return JSON.parse(await run(executable, [...args, file, baseUrl], { cwd: folder, env, limitMs: 30_000 }));
}

/** The executable of a Node; 24 is the one of the repository. */
export function node(major: 20 | 22 | 24): string {
  if (major === 24) return process.execPath;
  return binary(`Node ${major}`, {
    "linux-x64": `node-${major}-linux-x64/bin/node`,
    "linux-arm64": `node-${major}-linux-arm64/bin/node`,
    "darwin-arm64": `node-${major}-darwin-arm64/bin/node`,
  });
}

/** Deno, with no right but to talk to the service. */
export function deno(baseUrl: string): readonly string[] {
  const files = {
    "linux-x64": "@deno/linux-x64-glibc/deno",
    "linux-arm64": "@deno/linux-arm64-glibc/deno",
    "darwin-arm64": "@deno/darwin-arm64/deno",
  };
  const rights = ["--no-prompt", `--allow-net=${new URL(baseUrl).host}`];
  return [binary("Deno", files, "deno"), "run", "--no-remote", "--node-modules-dir=manual", ...rights];
}

/** Bun, which must not install anything by itself. */
export function bun(): readonly string[] {
  const files = {
    "linux-x64": "@oven/bun-linux-x64/bin/bun",
    "linux-arm64": "@oven/bun-linux-aarch64/bin/bun",
    "darwin-arm64": "@oven/bun-darwin-aarch64/bin/bun",
  };
  return [binary("Bun", files, "bun"), "run", "--no-install"];
}
