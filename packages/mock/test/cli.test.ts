import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { assertUsageErrors, type Outcome, runCommandLines } from "@partner-referrals/support/command-lines";
import { call, mockFor, unreachableUrl } from "./support/http.ts";
import { operation } from "./support/operations.ts";

const root = new URL("../", import.meta.url);
const manifest = JSON.parse(await readFile(new URL("package.json", root), "utf8"));
const command = fileURLToPath(new URL(manifest.bin["partner-referrals-mock"], root));
const get = operation("getReferral");

/** Runs the command to its end. */
async function run(...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [command, ...args], { timeout: 30_000 });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child, "stdout"),
    text(child, "stderr"),
    once(child, "exit"),
  ]);
  return { code, stdout, stderr };
}

/** Runs several command lines in one process. */
function runEach(commandLines: readonly (readonly string[])[]): Promise<Outcome[]> {
  return runCommandLines(new URL("dist/command.js", root), commandLines);
}

async function text(
  child: ChildProcess,
  stream: "stdout" | "stderr",
  onText?: (received: string) => void,
): Promise<string> {
  let received = "";
  for await (const chunk of child[stream] ?? []) {
    received += chunk;
    onText?.(received);
  }
  return received;
}

interface Started {
  readonly url: string;
  readonly banner: string;
  /** What its log holds so far. */
  logged(): string;
  /** Stops it, and gives the lines of its log. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; log: Record<string, unknown>[] }>;
}

/** Starts the command and waits until it listens. */
async function start(
  context: { readonly after: (end: () => void) => void },
  ...args: string[]
): Promise<Started> {
  const child = spawn(process.execPath, [command, ...args, "--port", "0"]);
  context.after(() => child.kill("SIGKILL"));
  let logged = "";
  const log = text(child, "stderr", (received) => {
    logged = received;
  });
  let banner = "";
  for await (const chunk of child.stdout) {
    banner += chunk;
    if (/curl .*\n/.test(banner)) break;
  }
  const url =
    /http:\/\/127\.0\.0\.1:\d+/.exec(banner)?.[0] ?? assert.fail(`It did not start: ${banner}${await log}`);
  return {
    url,
    banner,
    logged: () => logged,
    async stop(signal = "SIGTERM") {
      const exit = once(child, "exit");
      child.kill(signal);
      const [code] = await exit;
      const lines = (await log).split("\n").filter((line) => line !== "");
      return { code, log: lines.map((line) => JSON.parse(line)) };
    },
  };
}

const create = operation("createReferral");

describe("a mock without options", () => {
  test("prints where it is and a call that works, logs nothing whatever clients do, and stops", async (context) => {
    const mock = await start(context);
    assert.match(mock.banner, /^Mock of the .+: http:\/\/127\.0\.0\.1:\d+\n/);
    const curl = /^curl .*$/m.exec(mock.banner)?.[0] ?? "";
    const { stdout } = await promisify(execFile)("sh", ["-c", `${curl} -s -w '\\n%{http_code}'`]);
    assert.match(stdout, /\n200$/);
    await call(`${mock.url}${get.path}`);
    await call(`${mock.url}${create.path}`, { method: "POST", headers: get.headers, body: "{" });
    const open = new AbortController();
    await fetch(`${mock.url}${get.path}`, { headers: get.headers, signal: open.signal });
    assert.deepEqual(await mock.stop("SIGINT"), { code: 0, log: [] });
    open.abort();
  });
});

describe("a mock with options", () => {
  let mock: Started;
  const ends: (() => void)[] = [];
  after(() => ends.forEach((end) => void end()));
  before(async () => {
    mock = await start(
      { after: (end) => ends.push(end) },
      ...["mock", "--dynamic", "--seed", "5", "--log-level", "info", "--strict"],
      ...["--allow-origin", "http://localhost:3000", "--allow-origin=https://app.example"],
    );
  });

  test("generates the same responses as any other process with its seed", async (context) => {
    const textOf = async (url: string) => (await call(`${url}${get.path}`, { headers: get.headers })).text;
    const same = await mockFor(context, { dynamic: true, seed: "5" });
    const other = await mockFor(context, { dynamic: true, seed: "6" });
    const text = await textOf(mock.url);
    assert.equal(await textOf(same.url), text);
    assert.notEqual(await textOf(other.url), text);
    assert.notDeepEqual(JSON.parse(text), get.responses[0]?.examples.own);
  });

  test("rejects what the contract does not know", async () => {
    assert.equal((await call(`${mock.url}${get.path}?x=1`, { headers: get.headers })).status, 400);
  });

  test("lets web pages of the allowed origins only read responses", async () => {
    for (const [origin, allowed] of [
      ["http://localhost:3000", "http://localhost:3000"],
      ["https://app.example", "https://app.example"],
      ["http://localhost:3001", null],
      ["null", null],
    ] as const) {
      const received = await call(`${mock.url}${get.path}`, { headers: { ...get.headers, origin } });
      assert.equal(received.headers.get("access-control-allow-origin"), allowed, origin);
    }
  });

  test("logs a line per request at info, without path, query, body or token, and stops", async () => {
    await call(`${mock.url}${create.path}?secret=hunter2`, {
      method: "POST",
      headers: { ...create.headers, authorization: "Bearer hunter2" },
      body: { hunter2: "hunter2" },
    });
    const open = new AbortController();
    await fetch(`${mock.url}${get.path}`, { headers: get.headers, signal: open.signal });
    const { code, log } = await mock.stop("SIGTERM");
    open.abort();
    assert.equal(code, 0);
    assert.deepEqual(
      log.slice(-2).map(({ operationId, method, path, status }) => [operationId, method, path, status]),
      [
        [create.id, "POST", create.template, 400],
        [get.id, "GET", get.template, 200],
      ],
    );
    assert.ok(!JSON.stringify(log).includes("Bearer"));
    assert.ok(!JSON.stringify(log).includes(get.path));
  });
});

describe("a proxy", () => {
  test("logs one warning per exchange with violations, and names no value", async (context) => {
    const mock = await mockFor(context);
    const proxy = await start(context, "proxy", mock.url);
    assert.ok(proxy.banner.includes(mock.url));
    const passed = await call(`${proxy.url}${get.path}`, {
      headers: { ...get.headers, authorization: "Bearer hunter2" },
    });
    assert.equal(passed.status, 200);
    await call(`${proxy.url}${create.path}?$filter=hunter2`, {
      method: "POST",
      headers: { ...create.headers, authorization: "Bearer hunter2" },
      body: { type: { hunter2: "hunter2" }, status: "hunter2" },
    });
    await call(`${proxy.url}/hunter2`);
    const { log } = await proxy.stop();
    assert.equal(log.length, 2);
    const [line] = log;
    assert.deepEqual(
      [line?.level, line?.operationId, line?.method, line?.path, line?.status],
      [40, create.id, "POST", create.template, 400],
    );
    const violations = Array.from(Object(line?.violations)) as Record<string, string>[];
    assert.ok(violations.length > 2);
    for (const { on, location, code, message } of violations) {
      assert.ok([on, location, code, message].every((word) => typeof word === "string" && word !== ""));
    }
    assert.ok(
      violations.some(
        ({ on, location, pointer, code }) =>
          `${on} ${location} ${pointer} ${code}` === "request body /type type",
      ),
    );
    assert.ok(!JSON.stringify(log).includes("hunter2"), JSON.stringify(log));
  });

  test("says that its upstream cannot be reached, at the start and to each request", async (context) => {
    const upstream = await unreachableUrl(context);
    const proxy = await start(context, "proxy", upstream, "--errors", "--host", "127.0.0.1");
    while (!proxy.logged().includes("cannot be reached")) await delay(20);
    const received = await call(`${proxy.url}${get.path}`, { headers: get.headers });
    assert.equal(received.status, 502);
    assert.match(received.error.message, /cannot be reached \(ECONNREFUSED\)/);
    const rejected = await call(`${proxy.url}${get.path}?x=1`, { headers: get.headers });
    assert.equal(rejected.status, 400);
    const { log } = await proxy.stop();
    const said = log.filter(({ msg }) => String(msg).includes(`upstream at ${upstream} cannot be reached`));
    assert.equal(said.length, 2);
  });
});

describe("the command", () => {
  test("prints its usage and its version", async () => {
    const help = await run("--help");
    assert.equal(help.code, 0);
    for (const word of [
      "--port",
      "--host",
      "--dynamic",
      "--seed",
      "--errors",
      "--strict",
      "--allow-origin",
      "--log-level",
      "proxy <upstream>",
    ]) {
      assert.ok(help.stdout.includes(word), word);
    }
    assert.deepEqual(await run("--version"), { code: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  test("rejects a wrong command line with 2, a reason and the usage", async () => {
    const wrong = [
      [["--allow-origin", "app.example"], /--allow-origin must be an origin, such as .*, not app\.example/],
      [["serve"], /Unknown command: serve/],
      [["mock", "http://example.com"], /Unexpected argument: http:\/\/example.com/],
      [["proxy"], /proxy needs the URL/],
      [["proxy", "example.com"], /must be an http or https URL/],
      [["proxy", "http://a.example", "http://b.example"], /Unexpected argument: http:\/\/b.example/],
      [["proxy", "http://a.example", "--dynamic"], /for the mock only/],
    ] as const;
    const outcomes = await runEach(wrong.map(([args]) => args));
    assertUsageErrors(outcomes, wrong, /^Usage: partner-referrals-mock/m);
    assert.deepEqual(await run("serve"), outcomes[1]);
  });

  test("warns in one line what a host opens that other machines reach", async () => {
    const [mock, proxy] = await runEach([
      ["--host", "0.0.0.0", "--port", "0"],
      ["proxy", "http://127.0.0.1:9", "--host", "0.0.0.0", "--port", "0"],
    ]);
    assert.match(
      mock?.stderr ?? "",
      /^Warning: --host 0\.0\.0\.0 lets everybody who can reach this machine call the mock\.$/m,
    );
    assert.match(
      proxy?.stderr ?? "",
      /^Warning: .* send requests to http:\/\/127\.0\.0\.1:9\/ through this machine/m,
    );
  });

  test("names a busy port and the way to another, with 1", async (context) => {
    const { port } = await mockFor(context);
    const { code, stdout, stderr } = await run("--port", String(port));
    assert.deepEqual([code, stdout, stderr], [1, "", `Port ${port} is busy. Choose another with --port.\n`]);
  });

  test("names an address that this machine does not have, with 1", async () => {
    const { code, stderr } = await run("--port", "0", "--host", "192.0.2.1");
    assert.equal(code, 1);
    assert.match(stderr, /192\.0\.2\.1.*--host/);
  });
});
