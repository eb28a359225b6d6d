import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { repositoryRoot } from "@partner-referrals/support/repository";
import type { Command } from "../repository/command.ts";
import { accepts, addresses, isWindows, startAndWait, stopLimitMs } from "./support/started.ts";

const run = promisify(execFile);

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
    const { origin } = new URL(docs);
    const fromPage = await fetch(`${sandbox}/_sandbox`, { headers: { Origin: origin } });
    assert.equal(fromPage.headers.get("access-control-allow-origin"), origin);
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

  test("ends with 0 on Ctrl-C, and leaves nothing running", async () => {
    const urls = Object.values(addresses(started));
    started.signalGroup("SIGINT");
    // It waits for every process that has the command's output.
    const ending = await started.ended(stopLimitMs);
    if (!isWindows) assert.deepEqual(ending, { code: 0, signal: null });
    assert.deepEqual(await Promise.all(urls.map(accepts)), [false, false, false]);
  });
});
