import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { describe, type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { call, mockFor, unreachableUrl } from "./support/http.ts";
import { operation } from "./support/operations.ts";

const root = new URL("../", import.meta.url);
const manifest = JSON.parse(await readFile(new URL("package.json", root), "utf8"));
const command = fileURLToPath(new URL(manifest.bin["partner-referrals-mock"], root));
const get = operation("getReferral");

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command to its end. */
async function run(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [command, ...args], { timeout: 30_000 });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child, "stdout"),
    text(child, "stderr"),
    once(child, "exit"),
  ]);
  return { code, stdout, stderr };
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
async function start(context: TestContext, ...args: string[]): Promise<Started> {
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

describe("the command", () => {
  test("starts a mock, and prints where it is and a call that works", async (context) => {
    const mock = await start(context);
    assert.match(mock.banner, /^Mock of the .+: http:\/\/127\.0\.0\.1:\d+\n/);
    const curl = /^curl .*$/m.exec(mock.banner)?.[0] ?? "";
    const { stdout } = await promisify(execFile)("sh", ["-c", `${curl} -s -w '\\n%{http_code}'`]);
    assert.match(stdout, /\n200$/);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    test(`stops on ${signal}, with an open connection, and says nothing`, async (context) => {
      const mock = await start(context, "mock");
      const open = new AbortController();
      await fetch(`${mock.url}${get.path}`, { headers: get.headers, signal: open.signal });
      assert.deepEqual(await mock.stop(signal), { code: 0, log: [] });
      open.abort();
    });
  }

  test("starts a proxy", async (context) => {
    const mock = await mockFor(context);
    const proxy = await start(context, "proxy", mock.url);
    assert.ok(proxy.banner.includes(mock.url));
    assert.equal((await call(`${proxy.url}${get.path}`, { headers: get.headers })).status, 200);
  });

  test("passes its flags on", async (context) => {
    const seeded = await mockFor(context, { dynamic: true, seed: "5" });
    const started = await start(context, "--dynamic", "--seed", "5");
    const [one, two] = [
      await call(`${seeded.url}${get.path}`, { headers: get.headers }),
      await call(`${started.url}${get.path}`, { headers: get.headers }),
    ];
    assert.equal(one.text, two.text);
    assert.notDeepEqual(one.json, get.responses[0]?.examples.own);
    const strict = await start(context, "proxy", started.url, "--errors", "--host", "127.0.0.1");
    assert.equal((await call(`${strict.url}${get.path}?x=1`, { headers: get.headers })).status, 400);
  });

  for (const [args, expected] of [
    [[], /^Warning: --host 0\.0\.0\.0 lets everybody who can reach this machine call the mock\.$/m],
    [
      ["proxy", "http://127.0.0.1:9"],
      /^Warning: .* send requests to http:\/\/127\.0\.0\.1:9\/ through this machine/m,
    ],
  ] as const) {
    test(`warns in one line what "${[...args, "--host 0.0.0.0"].join(" ")}" opens`, async (context) => {
      const child = spawn(process.execPath, [command, ...args, "--host", "0.0.0.0", "--port", "0"]);
      context.after(() => child.kill("SIGKILL"));
      const stderr = text(child, "stderr");
      await once(child.stdout, "data");
      child.kill("SIGTERM");
      assert.match(await stderr, expected);
    });
  }

  test("lets web pages of the allowed origins only read responses", async (context) => {
    const mock = await start(
      context,
      "--allow-origin",
      "http://localhost:3000",
      "--allow-origin=https://app.example",
    );
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

  test("says that the upstream of a proxy cannot be reached, at the start and to each request", async (context) => {
    const upstream = await unreachableUrl(context);
    const proxy = await start(context, "proxy", upstream);
    while (!proxy.logged().includes("cannot be reached")) await delay(20);
    const received = await call(`${proxy.url}${get.path}`, { headers: get.headers });
    assert.equal(received.status, 502);
    assert.match(received.error.message, /cannot be reached \(ECONNREFUSED\)/);
    const { log } = await proxy.stop();
    assert.equal(log.length, 2);
    for (const { msg } of log)
      assert.match(String(msg), new RegExp(`upstream at ${upstream} cannot be reached`));
  });

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

  for (const [args, message] of [
    [["--allow-origin", "app.example"], /--allow-origin must be an origin, such as .*, not app\.example/],
    [["serve"], /Unknown command: serve/],
    [["mock", "http://example.com"], /Unexpected argument: http:\/\/example.com/],
    [["proxy"], /proxy needs the URL/],
    [["proxy", "example.com"], /must be an http or https URL/],
    [["proxy", "http://a.example", "http://b.example"], /Unexpected argument: http:\/\/b.example/],
    [["proxy", "http://a.example", "--dynamic"], /for the mock only/],
  ] as const) {
    test(`rejects "${args.join(" ")}" with 2, a reason and the usage`, async () => {
      const { code, stdout, stderr } = await run(...args);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.match(stderr, /^Usage: partner-referrals-mock/m);
    });
  }

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

describe("the log", () => {
  test("of a mock is silent by default, whatever clients do", async (context) => {
    const mock = await start(context);
    await call(`${mock.url}${get.path}`, { headers: get.headers });
    await call(`${mock.url}${get.path}`);
    await call(`${mock.url}${operation("createReferral").path}`, {
      method: "POST",
      headers: get.headers,
      body: "{",
    });
    assert.deepEqual((await mock.stop()).log, []);
  });

  test("of a mock has a line per request at info, without path, query, body or token", async (context) => {
    const mock = await start(context, "--log-level", "info");
    const create = operation("createReferral");
    await call(`${mock.url}${create.path}?secret=hunter2`, {
      method: "POST",
      headers: { ...create.headers, authorization: "Bearer hunter2" },
      body: { hunter2: "hunter2" },
    });
    await call(`${mock.url}${get.path}`, { headers: get.headers });
    const { log } = await mock.stop();
    assert.deepEqual(
      log.map(({ operationId, method, path, status }) => [operationId, method, path, status]),
      [
        [create.id, "POST", create.template, 400],
        [get.id, "GET", get.template, 200],
      ],
    );
    assert.ok(!JSON.stringify(log).includes("Bearer"));
    assert.ok(!JSON.stringify(log[1]).includes(get.path));
  });

  test("of a proxy has one warning per exchange that violations, and names no value", async (context) => {
    const mock = await mockFor(context);
    const proxy = await start(context, "proxy", mock.url);
    const create = operation("createReferral");
    await call(`${proxy.url}${get.path}`, { headers: { ...get.headers, authorization: "Bearer hunter2" } });
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
});
