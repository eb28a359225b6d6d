import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { childEnvironment, repositoryRoot } from "@partner-referrals/support/repository";
import { type Command, startCommand } from "../repository/command.ts";

const run = promisify(execFile);
const startLimitMs = 300_000;
const stopLimitMs = 60_000;
const anyPorts = ["--mock-port", "0", "--sandbox-port", "0", "--docs-port", "0"];
const isWindows = process.platform === "win32";

/** The addresses in the welcome text. */
function addresses({ output }: Command): { mock: string; sandbox: string; docs: string } {
  const [mock = "", sandbox = "", docs = ""] = ["mock", "sandbox", "docs"].map(
    (name) => new RegExp(`${name} +(http://127\\.0\\.0\\.1:\\d+)`).exec(output())?.[1],
  );
  return { mock, sandbox, docs };
}

function accepts(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(Number(new URL(url).port), "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** Starts, and waits for the whole welcome text. */
async function startAndWait(file = process.execPath, args = ["scripts/start.ts"], env = childEnvironment()) {
  const started = startCommand(file, [...args, ...anyPorts], { cwd: repositoryRoot, env });
  await started.waitFor(/Ctrl-C stops all\./, startLimitMs);
  return started;
}

describe("pnpm start", { timeout: 600_000 }, () => {
  let started: Command;
  before(async () => {
    started = await startAndWait();
  });
  after(() => started?.kill());

  test("prints addresses that respond, and nothing but the welcome", async () => {
    const { mock, sandbox, docs } = addresses(started);
    assert.equal((await fetch(`${mock}/no/such/path`)).status, 404);
    assert.equal((await fetch(`${sandbox}/no/such/path`)).status, 404);
    const page = await fetch(docs);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /<html/);
    assert.ok(started.output().split("\n").length < 30, started.output());
  });

  test("prints a curl line that creates a referral when it is pasted", async () => {
    const [line = ""] = /^curl .*$/m.exec(started.output()) ?? [];
    const shell = isWindows ? "bash" : "sh";
    const { stdout } = await run(shell, ["-c", `${line} -w '\\n%{http_code}'`]);
    const [, body = "", status] = /^(.*)\n(\d+)$/s.exec(stdout) ?? [];
    assert.match(status ?? "", /^20[01]$/, stdout);
    assert.equal(typeof JSON.parse(body).id, "string");
  });

  test("prints a TypeScript example that compiles, runs and creates a referral", async () => {
    const [, file = ""] = /save as (\S+),/.exec(started.output()) ?? [];
    const [example = ""] = /^import .*\n.*\n.*\n.*$/m.exec(started.output()) ?? [];
    assert.match(file, /^packages\/client\/\S+\.ts$/);
    // Beside the file that the reader may have made already.
    const path = join(repositoryRoot, file.replace(/\.ts$/, `.${process.pid}.ts`));
    await writeFile(path, `${example}\n`);
    try {
      const compiler = join(repositoryRoot, "node_modules/typescript/bin/tsc");
      const options = [
        "--noEmit",
        "--ignoreConfig",
        "--strict",
        "--module",
        "nodenext",
        "--target",
        "es2023",
      ];
      await run(process.execPath, [compiler, ...options, "--types", "node", path], { cwd: repositoryRoot });
      const { stdout } = await run(process.execPath, [path], { cwd: repositoryRoot });
      assert.match(stdout, /id: '/);
    } finally {
      await rm(path);
    }
  });
});

describe("pnpm start ends", { timeout: 600_000 }, () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    test(`with 0 on ${signal}, and leaves nothing running`, async () => {
      const started = await startAndWait();
      const urls = Object.values(addresses(started));
      started.signalGroup(signal);
      // It waits for every process that has the command's output.
      const ending = await started.ended(stopLimitMs);
      if (!isWindows) assert.deepEqual(ending, { code: 0, signal: null });
      assert.deepEqual(await Promise.all(urls.map(accepts)), [false, false, false]);
    });
  }

  // Windows has neither npx's shell nor orphans.
  if (isWindows) return;
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    test(`when npx, which started pnpm, gets ${signal} and tells nobody`, async () => {
      // A shell in the place of npx: the real one would ask the registry.
      const env = childEnvironment();
      const npx = { ...env, PATH: [join(repositoryRoot, "_npx/0/bin"), env.PATH].join(delimiter) };
      const line = 'sh -c "pnpm start $*; exit"; exit';
      const started = await startAndWait("sh", ["-c", line, "npx"], npx);
      const urls = Object.values(addresses(started));
      process.kill(started.pid, signal);
      for (let attempt = 0; attempt < 50 && (await accepts(urls[0] ?? "")); attempt++) await delay(100);
      assert.deepEqual(await Promise.all(urls.map(accepts)), [false, false, false]);
      await started.ended(stopLimitMs);
    });
  }
});
