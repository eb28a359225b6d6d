/** Lints the files that are about to be committed, as they are on disk. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { workflowIssues } from "../workflows/rules.ts";

const run = promisify(execFile);

/** What is wrong with the files that are staged in the repository at `root`. Empty when nothing is. */
export async function lintStaged(root: string): Promise<string[]> {
  const staged = await stagedFiles(root);
  const isContract = (file: string) => file === "redocly.yaml" || /^spec\/.*\.yaml$/.test(file);
  const isWorkflow = (file: string) => file.startsWith(".github/workflows/");
  const issues = await Promise.all([
    staged.length === 0 ? [] : biome(root, staged),
    // The bundle, and with it Spectral and the examples, is for `pnpm test`: it would take longer than a commit may.
    staged.some(isContract) ? command(root, "spec/node_modules/.bin/redocly", ["lint", "contract"]) : [],
    ...staged.filter(isWorkflow).map((file) => workflow(root, file)),
  ]);
  return issues.flat();
}

async function stagedFiles(root: string): Promise<string[]> {
  const args = ["diff", "--cached", "--name-only", "--diff-filter=ACMR", "-z"];
  const { stdout } = await run("git", args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  return stdout.split("\0").filter(Boolean);
}

function biome(root: string, files: readonly string[]): Promise<string[]> {
  const options = ["--error-on-warnings", "--no-errors-on-unmatched", "--files-ignore-unknown=true"];
  return command(root, "node_modules/.bin/biome", ["check", ...options, ...files]);
}

async function workflow(root: string, file: string): Promise<string[]> {
  const issues = workflowIssues(await readFile(join(root, file), "utf8"), root);
  return issues.map((issue) => `${file}: ${issue}`);
}

/** Runs a linter of this repository. Returns what it printed, if it found something. */
async function command(root: string, file: string, args: readonly string[]): Promise<string[]> {
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  try {
    await run(join(root, file), args, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 });
    return [];
  } catch (error) {
    const output = error instanceof Error && "stdout" in error && "stderr" in error ? error : undefined;
    return [output ? `${output.stdout}${output.stderr}`.trim() : String(error)];
  }
}
