/** `pnpm hooks`: has git lint what is committed in this clone. Nobody's git is changed without being asked. */
import { spawnSync } from "node:child_process";
import { readCommandLine, rejectPositionals } from "./repository/command-line.ts";

const usage = `Usage: npx --yes pnpm@12 hooks [--off]

Has git lint the staged files before each commit in this clone.

  --off  no longer`;

const folder = ".githooks";

function git(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync("git", args, { cwd: import.meta.dirname, encoding: "utf8" });
}

function set(off: boolean): string {
  const current = git("config", "--local", "core.hooksPath").stdout.trim();
  if (current !== "" && current !== folder) {
    throw new Error(`git runs hooks from ${current} here. Call ${folder}/pre-commit from there.`);
  }
  if (off && current === "") return "The hooks were not on.";
  const change = off ? ["--unset", "core.hooksPath"] : ["core.hooksPath", folder];
  const { status, stderr } = git("config", "--local", ...change);
  if (status !== 0) throw new Error(`git did not take the setting: ${stderr.trim()}`);
  return off ? "git no longer lints before a commit." : "git lints the staged files before each commit.";
}

const options = { off: { type: "boolean", default: false } } as const;
const off = readCommandLine(usage, options, ({ values, positionals }) => {
  rejectPositionals(positionals);
  return values.off;
});

try {
  console.log(set(off));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
