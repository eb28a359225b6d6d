import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { test } from "node:test";

const har = readFileSync(join(import.meta.dirname, "../fixtures/mitmproxy.har"), "utf8");
const { log } = JSON.parse(har);
const bytes = 2 ** 30;

// A heap that holds a tenth of the file, and what the program itself needs.
test("1 GiB of HAR is verified within a heap of 100 MiB", { timeout: 1_800_000 }, async (context) => {
  const command = join(import.meta.dirname, "../../src/cli.ts");
  const child = spawn(process.execPath, ["--max-old-space-size=100", command, "-", "--format", "json"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const startedAt = performance.now();
  const output = Readable.from(child.stdout).reduce((all, chunk) => all + String(chunk), "");
  await pipeline(Readable.from(largeHar()), child.stdin);
  const report = JSON.parse(await output);
  context.diagnostic(`${Math.round(bytes / 1e6 / ((performance.now() - startedAt) / 1000))} MB a second`);
  assert.ok(report.exchanges > 100_000, String(report.exchanges));
});

function* largeHar(): Generator<string> {
  const entries = `${log.entries.map((entry: unknown) => JSON.stringify(entry)).join(",")},`;
  const block = entries.repeat(20);
  yield `{"log":{"version":"1.2","entries":[`;
  for (let written = 0; written < bytes; written += block.length) yield block;
  yield `${JSON.stringify(log.entries[0])}]}}`;
}
