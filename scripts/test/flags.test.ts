import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseServingFlags } from "../serving/flags.ts";

/** Runs a command of this repository to its end. */
function run(script: string, ...args: string[]) {
  const file = fileURLToPath(new URL(`../${script}`, import.meta.url));
  return spawnSync(process.execPath, [file, ...args], { encoding: "utf8", timeout: 10_000 });
}

test("without flags the mock is at 4010, the sandbox at 4020 and the docs at 8080", () => {
  assert.deepEqual(parseServingFlags([]), { kind: "run", ports: { mock: 4010, sandbox: 4020, docs: 8080 } });
});

test("flags choose other ports", () => {
  const parsed = parseServingFlags(["--mock-port", "5010", "--docs-port=0", "--sandbox-port=0"]);
  assert.deepEqual(parsed, { kind: "run", ports: { mock: 5010, sandbox: 0, docs: 0 } });
});

const wrong: [args: string[], error: RegExp][] = [
  [["--mock-prot", "1"], /Unknown option '--mock-prot'/],
  [["--mock-port"], /--mock-port/],
  [["--mock-port", "http"], /--mock-port takes a number from 0 to 65535, not "http"/],
  [["--docs-port", "65536"], /--docs-port takes a number from 0 to 65535, not "65536"/],
  [["--docs-port="], /--docs-port takes a number from 0 to 65535, not ""/],
  [["--mock-port", "8080"], /both 8080/],
  [["please"], /please/],
];
for (const [args, error] of wrong) {
  test(`${args.join(" ")} is rejected, with the reason`, () => {
    const parsed = parseServingFlags(args);
    assert.match(parsed.kind === "wrong" ? parsed.reason : parsed.kind, error);
  });
}

for (const script of ["start.ts", "dev.ts"]) {
  test(`${script} ends with exit code 2, the reason and the usage after a wrong flag`, () => {
    const { status, stdout, stderr } = run(script, "--mock-port", "http");
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /--mock-port takes a number from 0 to 65535, not "http"/);
    assert.match(stderr, /Usage: npx --yes pnpm@12 (start|dev) \[--mock-port <port>\]/);
  });

  test(`${script} --help: exit code 0 and the usage`, () => {
    const { status, stdout, stderr } = run(script, "--help");
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
    assert.match(stdout, /--mock-port <port> +where the mock listens/);
  });

  test(`${script}: every busy port is named, with the flag that moves it, before anything is built`, async () => {
    const servers = [createServer().listen(0, "127.0.0.1"), createServer().listen(0, "127.0.0.1")];
    const [mockPort, docsPort] = await Promise.all(
      servers.map(async (server) => {
        await once(server, "listening");
        const address = server.address();
        return typeof address === "object" ? address?.port : undefined;
      }),
    );
    const { status, stdout, stderr } = run(
      script,
      `--mock-port=${mockPort}`,
      `--docs-port=${docsPort}`,
      "--sandbox-port=0",
    );
    for (const server of servers) server.close();
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.equal(
      stderr,
      `Port ${mockPort}, meant for the mock, is in use. Choose another with --mock-port <port>.\n` +
        `Port ${docsPort}, meant for the docs, is in use. Choose another with --docs-port <port>.\n`,
    );
  });
}
