import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { childEnvironment, repositoryRoot } from "@partner-referrals/support/repository";
import { type Command, killIfAlive, startCommand } from "../repository/command.ts";
import { descendants, listProcesses } from "../repository/processes.ts";
import { createWorkingCopy, type WorkingCopy } from "../repository/working-copy.ts";

const run = promisify(execFile);
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 10_000;
const ANY_PORTS = ["--mock-port", "0", "--sandbox-port", "0", "--docs-port", "0"];

describe("pnpm start", { timeout: 400_000 }, () => {
  let copy: WorkingCopy;
  let env: NodeJS.ProcessEnv;
  let command: Command | undefined;

  before(async () => {
    copy = await createWorkingCopy();
    // What this repository has built already need not be built again.
    const cache = { TURBO_CACHE: "local:r", TURBO_CACHE_DIR: join(repositoryRoot, ".turbo", "cache") };
    env = { ...childEnvironment(copy.root), ...cache };
  });
  afterEach(() => command?.kill());
  after(() => copy?.remove());

  function start(...args: string[]): Command {
    command = startCommand(process.execPath, [join(copy.root, "scripts/start.ts"), ...args], {
      cwd: copy.root,
      env,
    });
    return command;
  }

  /** Starts, and waits for the whole welcome text. */
  async function startAndWait(): Promise<Command> {
    const started = start(...ANY_PORTS);
    await started.waitFor(/Ctrl-C stops all\./, START_LIMIT_MS);
    return started;
  }

  test("prints addresses that answer, and nothing but the welcome", async () => {
    const { output } = await startAndWait();
    const [, mock = ""] = /mock +(http:\/\/127\.0\.0\.1:\d+)/.exec(output()) ?? [];
    const [, sandbox = ""] = /sandbox +(http:\/\/127\.0\.0\.1:\d+)/.exec(output()) ?? [];
    const [, docs = ""] = /docs +(http:\/\/127\.0\.0\.1:\d+)/.exec(output()) ?? [];
    assert.equal((await fetch(`${mock}/no/such/path`)).status, 404);
    assert.equal((await fetch(`${sandbox}/no/such/path`)).status, 404);
    const page = await fetch(docs);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /<html/);
    assert.ok(output().split("\n").length < 30, output());
  });

  test("prints a curl line that creates a referral when it is pasted", async () => {
    const { output } = await startAndWait();
    const [line = ""] = /^curl .*$/m.exec(output()) ?? [];
    const { stdout } = await run("sh", ["-c", `${line} -w '\\n%{http_code}'`]);
    const [, body = "", status] = /^(.*)\n(\d+)$/s.exec(stdout) ?? [];
    assert.match(status ?? "", /^20[01]$/, stdout);
    assert.equal(typeof JSON.parse(body).id, "string");
  });

  test("prints a TypeScript example that compiles, runs and creates a referral", async () => {
    const { output } = await startAndWait();
    const [, file = ""] = /save as (\S+),/.exec(output()) ?? [];
    const [example = ""] = /^import .*\n.*\n.*\n.*$/m.exec(output()) ?? [];
    assert.match(file, /^packages\/client\/\S+\.ts$/);
    const path = join(copy.root, file);
    await writeFile(path, `${example}\n`);
    try {
      const options = [
        "--noEmit",
        "--ignoreConfig",
        "--strict",
        "--module",
        "nodenext",
        "--target",
        "es2023",
      ];
      await run("tsc", [...options, "--types", "node", path], { cwd: copy.root, env });
      const { stdout } = await run(process.execPath, [path], { cwd: copy.root, env });
      assert.match(stdout, /id: '/);
    } finally {
      await rm(path);
    }
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    test(`${signal} ends it with 0 and leaves no process`, async () => {
      const started = await startAndWait();
      const before = [started.pid, ...descendants(started.pid)];
      started.signalGroup(signal);
      assert.deepEqual(await started.ended(STOP_LIMIT_MS), { code: 0, signal: null });
      assertGone(before);
    });
  }

  test("Ctrl-C while it builds ends it with 0 and leaves no process", async () => {
    const manifest = join(copy.root, "packages/types/package.json");
    const original = await readFile(manifest, "utf8");
    await writeFile(manifest, original.replace(/"build": "/, '"build": "sleep 61 && '));
    try {
      const started = start(...ANY_PORTS);
      const sleeping = await waitForProcess(started.pid, "sleep 61");
      const before = [started.pid, ...descendants(started.pid)];
      assert.ok(before.includes(sleeping));
      started.signalGroup("SIGINT");
      assert.deepEqual(await started.ended(STOP_LIMIT_MS), { code: 0, signal: null });
      assertGone(before);
    } finally {
      await writeFile(manifest, original);
    }
  });

  test("ends when npx, which started pnpm, is killed and tells nobody", async () => {
    // A shell under npx's name: the real one would ask the registry.
    const pnpm = ["pnpm", "start", ...ANY_PORTS].join(" ");
    command = startCommand("bash", ["-c", `exec -a "npm exec" sh -c '${pnpm}; exit'`], {
      cwd: copy.root,
      env,
    });
    await command.waitFor(/Ctrl-C stops all\./, START_LIMIT_MS);
    const before = descendants(command.pid);
    assert.ok(before.length >= 2);
    process.kill(command.pid, "SIGKILL");
    await waitUntilGone(before);
  });

  test("a failed build names the step and the reason, and ends it with 1", async () => {
    const contract = join(copy.root, "spec/openapi.yaml");
    const original = await readFile(contract, "utf8");
    await writeFile(contract, original.replace("paths:", "paths: {"));
    try {
      const started = start(...ANY_PORTS);
      assert.deepEqual(await started.ended(START_LIMIT_MS), { code: 1, signal: null });
      assert.match(started.output(), /The build failed at @partner-referrals\/spec \(build\):/);
      assert.match(started.output(), /openapi\.yaml/);
      assert.doesNotMatch(started.output(), /127\.0\.0\.1/);
    } finally {
      await writeFile(contract, original);
    }
  });
});

function alive(pids: readonly number[]): string[] {
  return listProcesses()
    .filter(({ pid }) => pids.includes(pid))
    .map(({ pid, command }) => `${pid} ${command}`);
}

function assertGone(pids: readonly number[]): void {
  assert.deepEqual(alive(pids), []);
}

async function waitUntilGone(pids: readonly number[]): Promise<void> {
  for (let attempt = 0; attempt < 30 && alive(pids).length > 0; attempt++) await delay(100);
  const left = alive(pids);
  for (const pid of pids) killIfAlive(pid);
  assert.deepEqual(left, []);
}

/** Waits until a descendant of `pid` runs `command`; returns its pid. */
async function waitForProcess(pid: number, command: string): Promise<number> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const family = new Set(descendants(pid));
    const found = listProcesses().find((process) => family.has(process.pid) && process.command === command);
    if (found) return found.pid;
    await delay(100);
  }
  throw new Error(`No process runs ${command}.`);
}
