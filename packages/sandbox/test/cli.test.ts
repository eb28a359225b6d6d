import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { run } from "./support/command.ts";
import { deal } from "./support/sandbox.ts";

const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
after(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const seed = join(import.meta.dirname, "../seed.json");

describe("The command", () => {
  test("says where it is with an example that works, and ends cleanly", async () => {
    const sandbox = await run("--port", "0", "--seed", seed);
    const [, header = "", url = ""] = /-H "(.*?)" "(.*?)"/.exec(sandbox.output()) ?? [];
    const [name = "", value = ""] = header.split(": ");
    const response = await fetch(url, { headers: { [name]: value } });
    const { value: referrals } = JSON.parse(await response.text());
    assert.ok(referrals.length > 20);
    sandbox.kill("SIGINT");
    assert.deepEqual(await sandbox.ended, { code: 0, signal: null });
  });

  test("accepts requests for the names that it is given", async () => {
    const sandbox = await run("--port", "0", "--allow-host", "sandbox.test", "--allow-host", "other.test");
    for (const [host, expected] of [
      ["sandbox.test", 200],
      ["other.test", 200],
      ["evil.example", 403],
    ] as const) {
      const [response] = await once(get(`${sandbox.url}/_sandbox`, { headers: { host } }), "response");
      response.resume();
      assert.equal(response.statusCode, expected, host);
    }
    sandbox.kill("SIGINT");
    await sandbox.ended;
  });

  test("helps, and tells its version", async () => {
    const help = await run("--help");
    assert.equal((await help.ended).code, 0);
    assert.match(help.output(), /Usage: partner-referrals-sandbox/);
    const version = await run("--version");
    await version.ended;
    const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    assert.equal(version.output().trim(), manifest.version);
  });

  for (const args of [["--data", ""], ["--allow-host", "http://sandbox.test"], ["extra"]]) {
    test(`ends with usage and exit code 2 for ${args.join(" ")}`, async () => {
      const wrong = await run(...args);
      assert.equal((await wrong.ended).code, 2);
      assert.match(wrong.output(), /Usage:/);
    });
  }

  test("says in a sentence why it cannot start", async () => {
    writeFileSync(path("text.json"), "no JSON");
    writeFileSync(path("wrong.json"), JSON.stringify({ referrals: [{ ...deal, consent: 5 }] }));
    writeFileSync(path("notes.txt"), "This is no database. ".repeat(100));
    const running = await run("--port", "0", "--data", path("locked.db"));
    const attempts: [string[], RegExp][] = [
      [["--port", new URL(running.url).port], /Port \d+ is busy/],
      [["--port", "0", "--seed", path("missing.json")], /ENOENT/],
      [["--port", "0", "--seed", path("text.json")], /not valid JSON/],
      [["--port", "0", "--seed", path("wrong.json")], /referrals\/0\/consent must be an object/],
      [["--port", "0", "--data", path("notes.txt")], /is not a database/],
      [["--port", "0", "--data", path("locked.db")], /Another process has/],
      [["--port", "0", "--host", "203.0.113.1"], /no address 203\.0\.113\.1/],
    ];
    for (const [args, message] of attempts) {
      const failed = await run(...args);
      assert.equal((await failed.ended).code, 1, failed.output());
      assert.match(failed.output(), message);
      assert.doesNotMatch(failed.output(), /\n\s+at /);
    }
    running.kill("SIGTERM");
    assert.equal((await running.ended).code, 0);
  });

  test("warns of a host that other machines reach", async () => {
    const open = await run("--port", "0", "--host", "0.0.0.0");
    open.kill("SIGTERM");
    await open.ended;
    assert.match(open.output(), /^Warning: on 0\.0\.0\.0 other machines can read and change all referrals/m);
    const own = await run("--port", "0");
    own.kill("SIGTERM");
    await own.ended;
    assert.doesNotMatch(own.output(), /Warning/);
  });

  test("lets pages of an allowed origin in, and rejects what is not an origin", async () => {
    const origin = "http://docs.example:4000";
    const sandbox = await run("--port", "0", "--allow-origin", origin);
    const list = `${sandbox.url}/v1.0/engagements/referrals`;
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
    sandbox.kill("SIGTERM");
    await sandbox.ended;
    const wrong = await run("--port", "0", "--allow-origin", "docs.example");
    assert.notEqual((await wrong.ended).code, 0);
    assert.match(wrong.output(), /not an origin, such as/);
  });

  test("logs requests without tokens or bodies", async () => {
    const sandbox = await run("--port", "0", "--log-level", "info");
    await fetch(`${sandbox.url}/v1.0/engagements/referrals`, {
      ...{ method: "POST", body: JSON.stringify({ ...deal, name: "Secret deal" }) },
      headers: { authorization: "Bearer Secret:admin", "content-type": "application/json" },
    });
    sandbox.kill("SIGTERM");
    await sandbox.ended;
    assert.match(sandbox.output(), /"operation":"createReferral"/);
    assert.doesNotMatch(sandbox.output(), /Secret/);
  });
});
