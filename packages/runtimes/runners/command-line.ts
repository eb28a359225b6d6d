/** Runtimes that run a file: Node, Deno, Bun. */
import type { ScenarioResult } from "../app/src/scenario.ts";
import { run } from "../pack/command.ts";
import { binary } from "./binary.ts";

/** Runs the app's main file in a runtime and returns what the app observed. */
export async function runMain(
  [executable = "", ...args]: readonly string[],
  folder: string,
  file: string,
  baseUrl: string,
): Promise<ScenarioResult> {
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

/** Deno, allowed to reach the service and nothing else. */
export function deno(baseUrl: string): readonly string[] {
  const files = {
    "linux-x64": "@deno/linux-x64-glibc/deno",
    "linux-arm64": "@deno/linux-arm64-glibc/deno",
    "darwin-arm64": "@deno/darwin-arm64/deno",
  };
  const permissions = ["--no-prompt", `--allow-net=${new URL(baseUrl).host}`];
  return [binary("Deno", files, "deno"), "run", "--no-remote", "--node-modules-dir=manual", ...permissions];
}

/** Bun, not allowed to install anything by itself. */
export function bun(): readonly string[] {
  const files = {
    "linux-x64": "@oven/bun-linux-x64/bin/bun",
    "linux-arm64": "@oven/bun-linux-aarch64/bin/bun",
    "darwin-arm64": "@oven/bun-darwin-aarch64/bin/bun",
  };
  return [binary("Bun", files, "bun"), "run", "--no-install"];
}
