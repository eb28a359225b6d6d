/** Measures one commit in new clones. */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { childEnvironment, repositoryRoot } from "@partner-referrals/support/repository";
import { cleanEnvironment } from "../new-clone/environment.ts";
import { type Command, startCommand } from "../repository/command.ts";

const run = promisify(execFile);
const limitMs = 15 * 60_000;
/** How long a saved description is waited for: an earlier commit may not have its page at all. */
const devLimitMs = 2 * 60_000;
const ready = /Ctrl-C stops all\./;
const example = /^curl .*\n/m;
const anyPorts = ["--mock-port", "0", "--sandbox-port", "0", "--docs-port", "0"];
/** A description of the contract, and the page that shows it. */
const described = { file: "spec/schemas/Address.yaml", page: "reference/schemas/address" };

/** What was measured. Undefined is what could not be. */
export interface Numbers {
  readonly packages: number;
  readonly mebibytes: number;
  /** What `start` prints before it says where the servers are. */
  readonly linesBefore: number;
  /** Until it prints how to create a referral. */
  readonly exampleColdSeconds: number;
  readonly exampleWarmSeconds: number;
  /** Until the docs are there, too. */
  readonly upColdSeconds: number;
  readonly upWarmSeconds: number;
  readonly buildSeconds: number;
  readonly bundleSeconds: number | undefined;
  readonly typesSeconds: number | undefined;
  readonly pageSeconds: number | undefined;
  readonly testSeconds: number | undefined;
}

/** Clones `commit` into `folder`, twice, and measures what a newcomer does there. */
export async function measureCommit(commit: string, folder: string, withTest: boolean): Promise<Numbers> {
  mkdirSync(folder, { recursive: true });
  const env = cleanEnvironment(process.env, join(folder, "caches"));
  // npx fetches pnpm itself once; that is no part of the repository.
  await run("npx", ["--yes", "pnpm@12", "--version"], {
    cwd: folder,
    env,
    shell: process.platform === "win32",
  });
  const cold = clone(commit, join(folder, "cold"));
  const first = await timeStart(cold, env);
  const { packages, bytes } = installed(join(cold, "node_modules"));
  const warm = clone(commit, join(folder, "warm"));
  const second = await timeStart(warm, env);
  const dev = await timeDev(warm, env);
  return {
    packages,
    mebibytes: bytes / 2 ** 20,
    linesBefore: first.linesBefore,
    exampleColdSeconds: first.exampleSeconds,
    exampleWarmSeconds: second.exampleSeconds,
    upColdSeconds: first.upSeconds,
    upWarmSeconds: second.upSeconds,
    buildSeconds: await timeUnchangedBuild(cold),
    ...dev,
    testSeconds: withTest ? await timeTest(clone(commit, join(folder, "test")), env) : undefined,
  };
}

function clone(commit: string, folder: string): string {
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", repositoryRoot, folder]);
  execFileSync("git", ["checkout", "--quiet", commit], { cwd: folder });
  return folder;
}

const npx = (cwd: string, env: NodeJS.ProcessEnv, ...args: readonly string[]): Command =>
  startCommand("npx", ["--yes", "pnpm@12", ...args], { cwd, env });

const secondsSince = (began: number) => (performance.now() - began) / 1000;

async function timeStart(
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly exampleSeconds: number; readonly upSeconds: number; readonly linesBefore: number }> {
  const began = performance.now();
  const start = npx(root, env, "start", ...anyPorts);
  await start.waitFor(example, limitMs);
  const exampleSeconds = secondsSince(began);
  await start.waitFor(ready, limitMs);
  const upSeconds = secondsSince(began);
  const [before = ""] = start.output().split(/^Running/m);
  await stop(start);
  const linesBefore = before.split("\n").filter((line) => line.trim() !== "").length;
  return { exampleSeconds, upSeconds, linesBefore };
}

async function stop(command: Command): Promise<void> {
  command.signalGroup("SIGINT");
  await command.ended(limitMs);
}

/** Folders of the virtual store, and the size of all files: a package that is linked twice counts once. */
function installed(folder: string): { readonly packages: number; readonly bytes: number } {
  const store = join(folder, ".pnpm");
  const packages = readdirSync(store).filter(
    (name) => /^.[^@]*@/.test(name) && name !== "node_modules",
  ).length;
  const seen = new Set<number>();
  let bytes = 0;
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) pending.push(path);
      if (!entry.isFile()) continue;
      const { ino, size } = lstatSync(path);
      if (!seen.has(ino)) bytes += size;
      seen.add(ino);
    }
  }
  return { packages, bytes };
}

/** The median of five, as `pnpm` runs it: fetching pnpm itself, as `npx` does, takes longer than the build. */
async function timeUnchangedBuild(root: string): Promise<number> {
  const env = cleanEnvironment(process.env);
  const pnpm = { ...env, PATH: `${env.PATH}${process.platform === "win32" ? ";" : ":"}${pnpmFolder()}` };
  const times: number[] = [];
  for (let count = 0; count < 6; count++) {
    const began = performance.now();
    await run("pnpm", ["build"], { cwd: root, env: pnpm, shell: process.platform === "win32" });
    // The first one builds what `start` did not.
    if (count > 0) times.push(secondsSince(began));
  }
  return times.sort((one, other) => one - other)[2] ?? Number.NaN;
}

function pnpmFolder(): string {
  const path = Object.entries(childEnvironment()).find(([name]) => name.toUpperCase() === "PATH")?.[1] ?? "";
  const folders = path.split(process.platform === "win32" ? ";" : ":");
  return folders.find((folder) => existsSync(join(folder, "pnpm"))) ?? "";
}

/** Saves a description under `dev`, and waits for it in the bundle, in the types and on its page. */
async function timeDev(
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<Pick<Numbers, "bundleSeconds" | "typesSeconds" | "pageSeconds">> {
  const dev = npx(root, env, "dev", ...anyPorts);
  await dev.waitFor(ready, limitMs);
  const [, docs = ""] = /^ *docs +(\S+)/m.exec(dev.output()) ?? [];
  const file = join(root, described.file);
  const mark = "Saved while somebody watches.";
  const holds = (path: string) =>
    existsSync(join(root, path)) && readFileSync(join(root, path), "utf8").includes(mark);
  const page = () =>
    fetch(`${docs}${described.page}/`).then(
      (response) => response.text(),
      () => "",
    );
  // Somebody looks at it.
  await page();
  const began = performance.now();
  const until = async (condition: () => boolean | Promise<boolean>) => {
    while (performance.now() - began < devLimitMs) {
      if (await condition()) return secondsSince(began);
      // Asking more often would keep `dev` from its work.
      await delay(100);
    }
    return undefined;
  };
  writeFileSync(file, readFileSync(file, "utf8").replace(/(\n {4}description: )/, `$1${mark} `));
  const seconds = await Promise.all([
    until(() => holds("spec/dist/openapi.json")),
    until(() => holds("packages/types/dist/schemas.d.ts") || holds("packages/types/generated/schemas.ts")),
    until(async () => (await page()).includes(mark)),
  ]);
  await stop(dev);
  const [bundleSeconds, typesSeconds, pageSeconds] = seconds;
  return { bundleSeconds, typesSeconds, pageSeconds };
}

async function timeTest(root: string, env: NodeJS.ProcessEnv): Promise<number | undefined> {
  const began = performance.now();
  const test = npx(root, env, "test");
  const { code } = await test.ended(limitMs);
  const seconds = secondsSince(began);
  if (code === 0) return seconds;
  process.exitCode = 1;
  console.error(`test ended with ${code}:\n${test.output()}`);
  return undefined;
}
