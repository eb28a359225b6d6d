import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { assertUsageErrors } from "@partner-referrals/support/command-lines";
import { type Running, run, runEach } from "./support/command.ts";
import { collection, deal } from "./support/sandbox.ts";

const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
after(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const seed = join(import.meta.dirname, "../seed.json");
const usage = /Usage: partner-referrals-sandbox/;

describe("The command", () => {
  const origin = "http://docs.example:4000";
  let sandbox: Running;
  before(async () => {
    sandbox = await run(
      ...["--port", "0", "--seed", seed, "--max-universes", "2", "--log-level", "info"],
      ...["--allow-host", "sandbox.test", "--allow-host", "other.test", "--allow-origin", origin],
      ...["--data", path("locked.db")],
    );
  });
  after(() => sandbox.kill("SIGKILL"));

  test("says where it is with an example that works", async () => {
    const [, header = "", url = ""] = /-H "(.*?)" "(.*?)"/.exec(sandbox.output()) ?? [];
    const [name = "", value = ""] = header.split(": ");
    const response = await fetch(url, { headers: { [name]: value } });
    const { value: referrals } = JSON.parse(await response.text());
    assert.ok(referrals.length > 20);
  });

  test("accepts requests for the names that it is given", async () => {
    for (const [host, expected] of [
      ["sandbox.test", 200],
      ["other.test", 200],
      ["evil.example", 403],
    ] as const) {
      const [response] = await once(get(`${sandbox.url}/_sandbox`, { headers: { host } }), "response");
      response.resume();
      assert.equal(response.statusCode, expected, host);
    }
  });

  test("lets pages of an allowed origin in", async () => {
    const list = sandbox.url + collection;
    const headers = { origin, authorization: "Bearer x" };
    const response = await fetch(list, { headers });
    assert.equal(response.headers.get("access-control-allow-origin"), origin);
    assert.match(response.headers.get("access-control-expose-headers") ?? "", /etag/i);
    const preflight = await fetch(list, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "PATCH",
        "access-control-request-headers": "authorization",
      },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get("access-control-allow-methods"), "PATCH");
    assert.equal((await fetch(`${sandbox.url}/_sandbox`, { headers })).status, 200);
    const other = { ...headers, origin: "http://other.example" };
    assert.equal((await fetch(list, { headers: other })).headers.get("access-control-allow-origin"), null);
    assert.equal((await fetch(`${sandbox.url}/_sandbox`, { headers: other })).status, 403);
  });

  test("limits universes", async () => {
    const status = async (name: string) => {
      const headers = { authorization: "Bearer x", "sandbox-universe": name };
      return (await fetch(sandbox.url + collection, { headers })).status;
    };
    assert.deepEqual([await status("a"), await status("b"), await status("a")], [200, 400, 200]);
  });

  test("says in a sentence why it cannot start", async () => {
    writeFileSync(path("text.json"), "no JSON");
    writeFileSync(path("wrong.json"), JSON.stringify({ referrals: [{ ...deal, consent: 5 }] }));
    writeFileSync(path("notes.txt"), "This is no database. ".repeat(100));
    const attempts: [string[], RegExp][] = [
      [["--port", new URL(sandbox.url).port], /Port \d+ is busy/],
      [["--port", "0", "--seed", path("missing.json")], /ENOENT/],
      [["--port", "0", "--seed", path("text.json")], /not valid JSON/],
      [["--port", "0", "--seed", path("wrong.json")], /referrals\/0\/consent must be an object/],
      [["--port", "0", "--data", path("notes.txt")], /is not a database/],
      [["--port", "0", "--data", path("locked.db")], /Another process has/],
      [["--port", "0", "--host", "203.0.113.1"], /no address 203\.0\.113\.1/],
      [["--port", "0", "--allow-origin", "docs.example"], /not an origin, such as/],
    ];
    const outcomes = await runEach(attempts.map(([args]) => args));
    for (const [index, [args, message]] of attempts.entries()) {
      const { code, stderr } = outcomes[index] ?? assert.fail();
      assert.equal(code, 1, `${args}: ${stderr}`);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n\s+at /);
    }
    const busy = await run("--port", new URL(sandbox.url).port);
    assert.deepEqual(await busy.ended, { code: 1, signal: null });
  });

  test("logs requests without tokens or bodies, and ends cleanly", async () => {
    await fetch(sandbox.url + collection, {
      ...{ method: "POST", body: JSON.stringify({ ...deal, name: "Secret deal" }) },
      headers: { authorization: "Bearer Secret:admin", "content-type": "application/json" },
    });
    sandbox.kill("SIGINT");
    assert.deepEqual(await sandbox.ended, { code: 0, signal: null });
    assert.match(sandbox.output(), /"operation":"createReferral"/);
    assert.doesNotMatch(sandbox.output(), /Secret/);
    assert.doesNotMatch(sandbox.output(), /Warning/);
  });

  test("helps, and tells its version", async () => {
    const help = await run("--help");
    assert.equal((await help.ended).code, 0);
    assert.match(help.output(), usage);
    const version = await run("--version");
    await version.ended;
    const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    assert.equal(version.output().trim(), manifest.version);
  });

  test("ends with usage and exit code 2 for a wrong command line", async () => {
    const wrong: [string[], RegExp][] = [
      [["--data", ""], /--data must not be empty/],
      [["--allow-host", "http://sandbox.test"], /--allow-host must be a host name/],
      [["extra"], /Unexpected argument extra/],
      [["--data", "x.db", "--database", "postgres://localhost/x"], /--data and --database/],
      [["--max-universes", "none"], /--max-universes must be a number/],
      [["--public-url", "sandbox"], /--public-url must be an address/],
      [["--control-key", ""], /--control-key must not be empty/],
    ];
    const outcomes = await runEach(wrong.map(([args]) => ["--port", "0", ...args]));
    assertUsageErrors(outcomes, wrong, usage);
    const ended = await (await run("extra")).ended;
    assert.equal(ended.code, 2);
  });
});

describe("A sandbox that other machines reach", () => {
  const warning = /^Warning: on 0\.0\.0\.0 other machines can read and change all referrals/m;

  test("warns, and has no admin API", async () => {
    const sandbox = await run("--port", "0", "--host", "0.0.0.0");
    const { status } = await fetch(`${sandbox.url.replace("0.0.0.0", "127.0.0.1")}/_sandbox`);
    sandbox.kill("SIGTERM");
    assert.equal((await sandbox.ended).code, 0);
    assert.equal(status, 404);
    assert.match(sandbox.output(), warning);
    assert.match(sandbox.output(), /The admin API is off/);
  });

  test("has one with a control key, for those who send it", async () => {
    const sandbox = await run("--port", "0", "--host", "0.0.0.0", "--control-key", "secret");
    const url = sandbox.url.replace("0.0.0.0", "127.0.0.1");
    const headers = { authorization: "Bearer x", "content-type": "application/json" };
    try {
      assert.match(sandbox.output(), warning);
      assert.match(sandbox.output(), /The admin API needs the control key/);
      const statusWith = async (more: Record<string, string>, path = "") =>
        (await fetch(`${url}/_sandbox${path}`, { headers: { ...headers, ...more } })).status;
      for (const path of ["", "/universes", "/journal"]) {
        assert.equal(await statusWith({}, path), 401);
        assert.equal(await statusWith({ "sandbox-control-key": "Secret" }, path), 401);
        assert.equal(await statusWith({ "sandbox-control-key": "secret" }, path), 200);
      }
      const removing = { method: "DELETE", headers };
      assert.equal((await fetch(`${url}/_sandbox/universes/any`, removing)).status, 401);
    } finally {
      sandbox.kill("SIGTERM");
      await sandbox.ended;
    }
  });
});
