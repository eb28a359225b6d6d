import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startSandbox } from "@partner-referrals/sandbox";
import { run } from "./support/command.ts";
import { collection, deal } from "./support/sandbox.ts";

const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
after(() => rmSync(folder, { recursive: true }));

const headers = { authorization: "Bearer x", "content-type": "application/json" };
/** By id, the name that was acknowledged last. */
type Acknowledged = Map<string, string>;

/** Lets a process write until it is killed. */
function writeAndKill(file: string, acknowledged: Acknowledged): Promise<void> {
  const writer = fileURLToPath(new URL("./support/writer.ts", import.meta.url));
  const child = spawn(process.execPath, [writer, file], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (output === "") setTimeout(() => child.kill("SIGKILL"), Math.random() * 20);
    output += text;
  });
  return new Promise((resolve, reject) =>
    child.on("close", (_code, signal) => {
      const lines = output.split("\n").filter((line, index, all) => line !== "" && index < all.length - 1);
      for (const line of lines) acknowledged.set(line.slice(0, 36), line.slice(37));
      if (signal === "SIGKILL" && lines.length > 0) resolve();
      else reject(new Error(`The writer ended by itself, with ${lines.length} writes.`));
    }),
  );
}

/** Writes over HTTP until the command is killed. */
async function callAndKill(file: string, acknowledged: Acknowledged): Promise<void> {
  const sandbox = await run("--port", "0", "--data", file);
  assert.notEqual(sandbox.url, "", sandbox.output());
  const write = async (): Promise<void> => {
    for (let count = 0; ; count++) {
      const body = JSON.stringify({ ...deal, name: `Created ${count}` });
      const response = await fetch(sandbox.url + collection, { method: "POST", headers, body });
      const { id, name } = JSON.parse(await response.text());
      acknowledged.set(id, name);
      if (count === 5) setTimeout(() => sandbox.kill("SIGKILL"), Math.random() * 20);
    }
  };
  await Promise.all([assert.rejects(write()), assert.rejects(write())]);
  assert.equal((await sandbox.ended).signal, "SIGKILL");
}

async function assertKept(file: string, acknowledged: Acknowledged): Promise<void> {
  const { control, close } = await startSandbox({ port: 0, data: file });
  const kept = new Map(
    control
      .actAs("Proseware")
      .referrals()
      .map(({ id, name }) => [id, String(name)]),
  );
  await close();
  // A write that was done but not acknowledged any more may be there as well.
  const isKept = ([id, name]: [string, string]) =>
    [name, name.replace("Created", "Changed")].includes(kept.get(id) ?? "");
  assert.ok(acknowledged.size > 0);
  assert.deepEqual(
    [...acknowledged].filter((write) => !isKept(write)),
    [],
  );
}

describe("A file", () => {
  const kills = Number(process.env.KILLS ?? 4);
  test(`has every acknowledged write after kill -9 in the midst of writing, ${kills} times`, async () => {
    const files = ["a.db", "b.db"];
    await Promise.all(
      files.map(async (name) => {
        const file = join(folder, name);
        const acknowledged: Acknowledged = new Map();
        for (let count = 0; count < kills / files.length; count++) await writeAndKill(file, acknowledged);
        await assertKept(file, acknowledged);
      }),
    );
  });

  test("has every responded to request when the command is killed", async () => {
    const file = join(folder, "command.db");
    const acknowledged: Acknowledged = new Map();
    for (let count = 0; count < Math.max(2, kills / 40); count++) await callAndKill(file, acknowledged);
    await assertKept(file, acknowledged);
  });

  test("keeps registrations, and gives no ETag twice", async () => {
    const data = join(folder, "kept.db");
    const first = await startSandbox({ port: 0, data });
    const { id, eTag } = await first.client.create(deal);
    const body = JSON.stringify({ WebhookUrl: "http://localhost:1/", WebhookEvents: ["referral-created"] });
    const register = (url: string) =>
      fetch(`${url}/webhooks/v1/registration`, { method: "POST", headers, body });
    assert.equal((await register(first.url)).status, 200);
    await first.close();
    const second = await startSandbox({ port: 0, data, seed: { referrals: [deal] } });
    assert.equal((await second.client.get(id)).eTag, eTag);
    assert.equal((await second.client.list()).value.length, 1);
    assert.equal((await register(second.url)).status, 409);
    const eTags = new Set([eTag]);
    for (const name of ["a", "b"]) {
      const patch = [{ op: "replace" as const, path: "/name", value: name }];
      eTags.add((await second.client.update(id, patch, { returnRepresentation: true })).eTag);
    }
    assert.equal(eTags.size, 3);
    await second.close();
  });
});
