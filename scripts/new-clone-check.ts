/** `pnpm new-clone-check`: does in a new clone what the README tells a newcomer to do, twice, and prints the times. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { repositoryRoot } from "@partner-referrals/support/repository";
import { cleanEnvironment } from "./new-clone/environment.ts";
import { tryStart, tryTest } from "./new-clone/steps.ts";

const usage = `Usage: npx --yes pnpm@12 new-clone-check [--cold-store]

Clones the last commit into a temporary folder, runs start and test there as the README says, and both again.

  --cold-store  begin with empty caches of npm and pnpm, as on a machine that never saw this repository`;

function check(folder: string, coldStore: boolean): Promise<void> {
  // Tools that mistake an address for a path fail where it has a space and a letter that is no ASCII.
  const clone = join(folder, "new clöne");
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", repositoryRoot, clone]);
  const commit = execFileSync("git", ["log", "-1", "--format=%h %s"], {
    cwd: clone,
    encoding: "utf8",
  }).trim();
  const env = cleanEnvironment(process.env, coldStore ? join(folder, "caches") : undefined);
  const node = execFileSync("node", ["--version"], { env, encoding: "utf8" }).trim();
  const who = process.getuid?.() === 0 ? "root" : "a user without rights";
  console.log(
    `New clone of ${commit} for ${who}; the machine's own Node is ${node}${coldStore ? "; empty caches" : ""}.`,
  );
  return runTwice(clone, env);
}

async function runTwice(clone: string, env: NodeJS.ProcessEnv): Promise<void> {
  for (const round of ["first time", "again"]) {
    const start = await tryStart(clone, env);
    console.log(`start, ${round}: up after ${seconds(start.upMs)}, stopped in ${seconds(start.stopMs)}`);
    const test = await tryTest(clone, env);
    console.log(`test,  ${round}: passed after ${seconds(test.ms)}`);
  }
  const changes = execFileSync("git", ["status", "--porcelain"], { cwd: clone, encoding: "utf8" });
  if (changes) throw new Error(`The commands left files that git does not ignore:\n${changes}`);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function readFlags(): boolean {
  const options = { "cold-store": { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
  try {
    const { values } = parseArgs({ options });
    if (!values.help) return values["cold-store"] ?? false;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
  console.log(usage);
  process.exit(0);
}

const coldStore = readFlags();
// On macOS the temporary folder is a link; `ps` shows the real path.
const folder = realpathSync(mkdtempSync(join(tmpdir(), "partner-referrals-clone-")));
process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

await check(folder, coldStore).then(
  () => console.log("A newcomer gets a running mock, the docs and passing tests."),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
