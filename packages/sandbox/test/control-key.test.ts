import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startSandbox } from "@partner-referrals/sandbox";
import { run } from "./support/command.ts";
import { startReceiver } from "./support/receiver.ts";
import { collection, deal } from "./support/sandbox.ts";

const headers = { authorization: "Bearer x", "content-type": "application/json" };

describe("A control key", () => {
  test("opens the admin API to other machines, and only to those who send it", async () => {
    const sandbox = await run("--port", "0", "--host", "0.0.0.0", "--control-key", "secret");
    try {
      assert.match(sandbox.output(), /The admin API needs the control key/);
      const url = sandbox.url.replace("0.0.0.0", "127.0.0.1");
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

  test("is not needed in the library", async () => {
    const sandbox = await startSandbox({ port: 0, controlKey: "secret" });
    sandbox.control.clock.freeze("2026-03-02T09:15:00Z");
    assert.equal(
      (await sandbox.client.create({ ...deal, type: "Independent" })).createdDateTime.slice(0, 10),
      "2026-03-02",
    );
    await sandbox.close();
  });
});

describe("The command", () => {
  test("limits universes", async () => {
    const sandbox = await run("--port", "0", "--max-universes", "2");
    try {
      const status = async (name: string) =>
        (await fetch(sandbox.url + collection, { headers: { ...headers, "sandbox-universe": name } })).status;
      assert.deepEqual([await status("a"), await status("b"), await status("a")], [200, 400, 200]);
    } finally {
      sandbox.kill("SIGTERM");
      await sandbox.ended;
    }
  });

  test("tells receivers to fetch the certificate at the public address", async () => {
    const receiver = await startReceiver();
    const sandbox = await startSandbox({ port: 0, publicUrl: "https://sandbox.example/" });
    const post = (path: string, body: unknown) =>
      fetch(sandbox.url + path, { method: "POST", headers, body: JSON.stringify(body) });
    await post("/webhooks/v1/registration", {
      WebhookUrl: receiver.url,
      WebhookEvents: ["referral-created"],
    });
    await post(collection, deal);
    await sandbox.control.waitForDeliveries();
    assert.match(
      String(receiver.received[0]?.headers["x-ms-certificate-url"]),
      /^https:\/\/sandbox\.example\/_sandbox\//,
    );
    await sandbox.close();
  });

  test("rejects what contradicts itself", async () => {
    for (const [args, expected] of [
      [["--data", "x.db", "--database", "postgres://localhost/x"], /--data and --database/],
      [["--max-universes", "none"], /--max-universes must be a number/],
      [["--public-url", "sandbox"], /--public-url must be an address/],
      [["--control-key", ""], /--control-key must not be empty/],
    ] as const) {
      const command = await run("--port", "0", ...args);
      assert.equal((await command.ended).code, 2);
      assert.match(command.output(), expected);
    }
  });
});
