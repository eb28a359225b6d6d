import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { listen } from "@partner-referrals/server/listen";
import manifest from "../package.json" with { type: "json" };

const command = fileURLToPath(new URL("support/command.ts", import.meta.url));

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
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
  for (const flag of ["-h", "--help"]) {
    test(`prints its usage for ${flag}`, async () => {
      assert.deepEqual(await run(flag), { code: 0, stdout: "Usage: command [options]\n", stderr: "" });
    });
  }

  test("prints its version", async () => {
    assert.deepEqual(await run("--version"), { code: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  for (const [args, message] of [
    [["--prot", "1"], /Unknown option '--prot'/],
    [["--port"], /--port/],
    [["--port", "http"], /--port must be a number from 0 to 65535, not http/],
    [["--port", "65536"], /--port must be/],
    [["--host="], /--host must not be empty/],
    [["--log-level", "loud"], /--log-level must be one of trace, .*, not loud/],
    [["x"], /Unexpected argument: x/],
  ] as const) {
    test(`rejects "${args.join(" ")}" with 2, a reason and the usage`, async () => {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
      assert.match(stderr, /^Usage: command/m);
    });
  }

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
