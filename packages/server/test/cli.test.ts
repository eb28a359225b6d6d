import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { listen } from "@partner-referrals/server/listen";
import { assertUsageErrors, type Outcome, runCommandLines } from "@partner-referrals/support/command-lines";
import manifest from "../package.json" with { type: "json" };

const command = fileURLToPath(new URL("support/main.ts", import.meta.url));

/** Runs several command lines in one process. */
const runEach = (commandLines: readonly (readonly string[])[]): Promise<Outcome[]> =>
  runCommandLines(new URL("support/command.ts", import.meta.url), commandLines);

async function run(...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [command, ...args], { timeout: 30_000 });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child, "stdout"),
    text(child, "stderr"),
    once(child, "exit"),
  ]);
  return { code, stdout, stderr };
}

async function text(child: ChildProcess, stream: "stdout" | "stderr"): Promise<string> {
  let received = "";
  for await (const chunk of child[stream] ?? []) received += chunk;
  return received;
}

describe("a command that starts a server", () => {
  test("prints its usage and its version", async () => {
    const usage = { code: 0, stdout: "Usage: command [options]\n", stderr: "" };
    const version = { code: 0, stdout: `${manifest.version}\n`, stderr: "" };
    assert.deepEqual(await runEach([["-h"], ["--help"], ["--version"]]), [usage, usage, version]);
    assert.deepEqual(await run("--help"), usage);
  });

  test("rejects a wrong command line with 2, a reason and the usage", async () => {
    const wrong = [
      [["--prot", "1"], /Unknown option '--prot'/],
      [["--port"], /--port/],
      [["--port", "http"], /--port must be a number from 0 to 65535, not http/],
      [["--port", "65536"], /--port must be/],
      [["--host="], /--host must not be empty/],
      [["--log-level", "loud"], /--log-level must be one of trace, .*, not loud/],
      [["x"], /Unexpected argument: x/],
    ] as const;
    const outcomes = await runEach(wrong.map(([args]) => args));
    assertUsageErrors(outcomes, wrong, /^Usage: command/m);
    assert.deepEqual(await run("x"), outcomes.at(-1));
  });

  test("says that a port is busy, and exits with 1", async (context) => {
    const busy = await listen(createServer(), { host: "127.0.0.1", port: 0 });
    context.after(() => busy.close());
    assert.deepEqual(await run("--port", String(busy.port)), {
      code: 1,
      stdout: "",
      stderr: `Port ${busy.port} is busy. Choose another with --port.\n`,
    });
  });

  test("prints its banner, and stops on SIGTERM with 0", async () => {
    const child = spawn(process.execPath, [command, "--port", "0", "--name", "test"]);
    const [banner] = await once(child.stdout, "data");
    assert.match(String(banner), /^Started by test: http:\/\/127\.0\.0\.1:\d+\n$/);
    child.kill("SIGTERM");
    assert.deepEqual(await once(child, "exit"), [0, null]);
  });
});
