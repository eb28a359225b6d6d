/** `pnpm first-minute`: measures what a newcomer waits for, in new clones of this commit and of an earlier one. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "@partner-referrals/support/repository";
import { measureCommit, type Numbers } from "./first-minute/measure.ts";
import { toTable } from "./first-minute/table.ts";
import { readCommandLine, rejectPositionals } from "./repository/command-line.ts";

const resultFile = "packages/bench/results/first-minute.md";
const usage = `Usage: npx --yes pnpm@12 first-minute [--before <commit>] [--test] [--save]

Clones the last commit, with empty caches of npm and pnpm, and measures start, an unchanged build and dev there.

  --before <commit>  measures that one, too, in the same run
  --test             measures the tests, too
  --save             writes the table to ${resultFile}`;

const options = {
  before: { type: "string" },
  test: { type: "boolean", default: false },
  save: { type: "boolean", default: false },
} as const;
const { before, withTest, saved } = readCommandLine(usage, options, ({ values, positionals }) => {
  rejectPositionals(positionals);
  return { before: values.before, withTest: values.test, saved: values.save };
});

// On macOS the temporary folder is a link; tools report the real path.
const folder = realpathSync(mkdtempSync(join(tmpdir(), "partner-referrals-first-minute-")));
process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const commitOf = (name: string) =>
  execFileSync("git", ["rev-parse", "--short", name], { cwd: repositoryRoot, encoding: "utf8" }).trim();

try {
  const columns = new Map<string, Numbers>();
  for (const name of before === undefined ? ["HEAD"] : [before, "HEAD"]) {
    const commit = commitOf(name);
    console.log(`Measuring ${commit} …`);
    columns.set(commit, await measureCommit(commit, join(folder, commit), withTest));
  }
  const table = toTable(columns);
  console.log(table);
  if (saved) writeFileSync(join(repositoryRoot, resultFile), table);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
