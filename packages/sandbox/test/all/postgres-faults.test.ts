import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { type Postgres, startPostgres } from "@partner-referrals/postgres";
import { startSandbox } from "@partner-referrals/sandbox";
import pg from "pg";
import { type Running, run } from "../support/command.ts";
import { startReceiver } from "../support/receiver.ts";
import { collection, deal, seedReferral } from "../support/sandbox.ts";

let postgres: Postgres;
before(async () => {
  postgres = await startPostgres();
});
after(() => postgres.remove());

const headers = { authorization: "Bearer Proseware:admin", "content-type": "application/json" };
const create = (url: string, name: string) =>
  fetch(url + collection, { method: "POST", headers, body: JSON.stringify({ ...deal, name }) });

async function withDatabase(use: (client: pg.Client) => Promise<unknown>, url = postgres.url): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

async function newDatabase(name: string): Promise<string> {
  await withDatabase((client) => client.query(`CREATE DATABASE ${name}`));
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  return url.href;
}

describe("An instance that is killed", () => {
  test("loses no acknowledged write and no event, and others go on", async () => {
    const url = await newDatabase("killed");
    const survivor = await startSandbox({ port: 0, database: url, webhookRetryDelay: 5 });
    const receiver = await startReceiver();
    await fetch(`${survivor.url}/webhooks/v1/registration`, {
      ...{ method: "POST", headers },
      body: JSON.stringify({ WebhookUrl: receiver.url, WebhookEvents: ["referral-created"] }),
    });
    const acknowledged: string[] = [];
    for (let round = 0; round < 5; round++) {
      const instance = await run("--port", "0", "--database", url);
      assert.notEqual(instance.url, "", instance.output());
      const write = async (): Promise<void> => {
        for (let count = 0; ; count++) {
          const response = await create(instance.url, `${round} ${count}`);
          acknowledged.push(JSON.parse(await response.text()).id);
          if (count === 10 + round) instance.kill("SIGKILL");
        }
      };
      await Promise.all([assert.rejects(write()), assert.rejects(write())]);
      assert.equal((await instance.ended).signal, "SIGKILL");
      assert.equal((await create(survivor.url, "survivor")).status, 200);
    }
    for (const id of acknowledged) {
      const response = await fetch(`${survivor.url}${collection}/${id}`, { headers });
      assert.equal(response.status, 200, id);
      await response.arrayBuffer();
    }
    // What a killed instance had taken is sent by another one once its time is over.
    await withDatabase(
      (client) => client.query("UPDATE partner_referrals_sandbox.deliveries SET taken = NULL"),
      url,
    );
    await survivor.control.waitForDeliveries();
    const received = receiver.received.map(({ body }) =>
      String(JSON.parse(body).ResourceUri).split("/").at(-1),
    );
    for (const id of acknowledged) assert.ok(received.includes(id), id);
    await survivor.close();
  });
});

describe("While the database", () => {
  test("restarts, requests get 503 with Retry-After, and then go on", async () => {
    const url = await newDatabase("restarted");
    const sandbox = await startSandbox({ port: 0, database: url, logLevel: "silent" });
    const { id } = JSON.parse(await (await create(sandbox.url, "before")).text());
    await postgres.crash();
    for (const request of [
      () => fetch(`${sandbox.url}${collection}/${id}`, { headers }),
      () => create(sandbox.url, "meanwhile"),
    ]) {
      const response = await request();
      assert.equal(response.status, 503);
      assert.equal(response.headers.get("retry-after"), "1");
      const { error } = JSON.parse(await response.text());
      assert.equal(error.innerError.code, "databaseUnavailable");
      assert.match(error.innerError.message ?? JSON.stringify(error), /cannot be reached|restarting|used/);
    }
    await postgres.start();
    assert.equal((await create(sandbox.url, "after")).status, 200);
    const list = JSON.parse(await (await fetch(sandbox.url + collection, { headers })).text());
    assert.deepEqual(
      list.value.map(({ name }: { name: string }) => name),
      ["before", "after"],
    );
    await sandbox.close();
  });

  test("is slow, requests get 503 in time, and no other universe waits", async () => {
    const url = await newDatabase("slow");
    const sandbox = await startSandbox({ port: 0, database: url, logLevel: "silent" });
    assert.equal((await create(sandbox.url, "before")).status, 200);
    await withDatabase(async (client) => {
      await client.query("BEGIN");
      await client.query(
        "SELECT 1 FROM partner_referrals_sandbox.universes WHERE name = 'default' FOR UPDATE",
      );
      const waiting = create(sandbox.url, "waiting");
      const other = await fetch(sandbox.url + collection, {
        ...{ method: "POST", body: JSON.stringify(deal) },
        headers: { ...headers, "sandbox-universe": "other" },
      });
      assert.equal(other.status, 200);
      const response = await waiting;
      assert.equal(response.status, 503);
      assert.ok(response.headers.has("retry-after"));
      await client.query("ROLLBACK");
    }, url);
    assert.equal((await create(sandbox.url, "after")).status, 200);
    await sandbox.close();
  });

  for (const [when, trigger] of [
    ["a write", "TRIGGER disk_full BEFORE INSERT OR UPDATE"],
    ["a commit", "CONSTRAINT TRIGGER disk_full AFTER INSERT OR UPDATE"],
  ] as const)
    test(`has a full disk at ${when}, writes get 503 and leave nothing, and reads go on`, async () => {
      const name = `full_at_${when.replace(" ", "_")}`;
      const url = await newDatabase(name);
      const sandbox = await startSandbox({ port: 0, database: url, logLevel: "silent" });
      const before = await (await create(sandbox.url, "before")).text();
      const { id } = JSON.parse(before);
      const get = () => fetch(`${sandbox.url}${collection}/${id}`, { headers });
      const timing = trigger.startsWith("CONSTRAINT") ? "DEFERRABLE INITIALLY DEFERRED" : "";
      // The disk of a test cannot be filled. PostgreSQL reports a full one with this code, wherever it notices.
      await withDatabase(async (client) => {
        await client.query(
          "CREATE FUNCTION public.disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$",
        );
        await client.query(
          `CREATE ${trigger} ON partner_referrals_sandbox.referrals ${timing} FOR EACH ROW EXECUTE FUNCTION public.disk_full()`,
        );
      }, url);
      const patch = () =>
        fetch(`${sandbox.url}${collection}/${id}`, {
          ...{ method: "PATCH", headers },
          body: JSON.stringify([{ op: "replace", path: "/name", value: "meanwhile" }]),
        });
      for (const write of [() => create(sandbox.url, "meanwhile"), patch]) {
        const response = await write();
        assert.equal(response.status, 503);
        assert.equal(response.headers.get("retry-after"), "1");
        assert.match(await response.text(), /databaseUnavailable.*is full/s);
        assert.equal(await (await get()).text(), before);
      }
      await withDatabase(
        (client) => client.query("DROP TRIGGER disk_full ON partner_referrals_sandbox.referrals"),
        url,
      );
      assert.equal((await patch()).status, 204);
      assert.equal((await create(sandbox.url, "after")).status, 200);
      const list = JSON.parse(await (await fetch(sandbox.url + collection, { headers })).text());
      assert.deepEqual(
        list.value.map((referral: { name: string }) => referral.name),
        ["meanwhile", "after"],
      );
      await sandbox.close();
    });

  test("has few connections, no more than the limit are used", async () => {
    const url = await newDatabase("limited");
    const sandbox = await startSandbox({ port: 0, database: url, databaseConnections: 2 });
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        fetch(sandbox.url + collection, {
          ...{ method: "POST", body: JSON.stringify(deal) },
          headers: { ...headers, "sandbox-universe": `u${index}` },
        }),
      ),
    );
    assert.deepEqual(new Set(responses.map(({ status }) => status)), new Set([200]));
    await withDatabase(async (client) => {
      const { rows } = await client.query(
        "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = 'limited' AND application_name = 'partner-referrals-sandbox'",
      );
      assert.ok(rows[0].count <= 2, `${rows[0].count}`);
    });
    await sandbox.close();
  });
});

describe("A database that cannot be used ends the command with one line and exit code 1", () => {
  const fails = async (url: string, expected: RegExp): Promise<void> => {
    const command: Running = await run("--port", "0", "--database", url);
    assert.equal((await command.ended).code, 1, command.output());
    assert.equal(command.output().trim().split("\n").length, 1, command.output());
    assert.match(command.output(), expected);
    assert.doesNotMatch(command.output(), /secret/);
  };

  test("that nobody serves", () =>
    fails("postgres://u:secret@127.0.0.1:9/x", /127\.0\.0\.1:9 cannot be reached/));

  test("that is not PostgreSQL", async () => {
    const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(
      0,
      "127.0.0.1",
    );
    await once(server, "listening");
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);
    await fails(`postgres://u:secret@127.0.0.1:${address.port}/x`, /cannot be (used|reached)/);
    server.close();
  });

  test("with a wrong password, or that does not exist", async () => {
    const wrong = new URL(postgres.url);
    wrong.password = "secret";
    await fails(wrong.href, /rejects the user postgres or the password/);
    const missing = new URL(postgres.url);
    missing.pathname = "/missing";
    await fails(missing.href, /There is no database missing/);
    await fails("mysql://u:secret@localhost/x", /postgres:\/\//);
  });

  test("that has a schema of somebody else's, or of a newer sandbox", async () => {
    const foreign = await newDatabase("somebody");
    await withDatabase(async (client) => {
      await client.query("CREATE SCHEMA partner_referrals_sandbox");
      await client.query("CREATE TABLE partner_referrals_sandbox.orders (id int)");
    }, foreign);
    await fails(foreign, /is not a sandbox's/);
    await withDatabase(async (client) => {
      const { rows } = await client.query(
        "SELECT count(*)::int AS count FROM pg_tables WHERE schemaname = 'partner_referrals_sandbox'",
      );
      assert.equal(rows[0].count, 1);
    }, foreign);
    const newer = await newDatabase("newer");
    await (await startSandbox({ port: 0, database: newer })).close();
    await withDatabase(
      (client) => client.query("INSERT INTO partner_referrals_sandbox.migrations (version) VALUES (1000)"),
      newer,
    );
    await fails(newer, /version 1000; this sandbox knows \d+\. Use a newer sandbox/);
  });

  test("in which its user may not create a schema; with a schema of its own it needs no more", async () => {
    const url = await newDatabase("restricted");
    await withDatabase((client) => client.query("CREATE USER limited PASSWORD 'limited'"), url);
    const limited = new URL(url);
    limited.username = "limited";
    limited.password = "limited";
    await fails(limited.href, /The user limited lacks a right/);
    await withDatabase(
      (client) => client.query("CREATE SCHEMA partner_referrals_sandbox AUTHORIZATION limited"),
      url,
    );
    const sandbox = await startSandbox({ port: 0, database: limited.href });
    assert.equal((await create(sandbox.url, "limited")).status, 200);
    await sandbox.close();
  });
});

describe("The schema", () => {
  test("is made once when several instances start at once", async () => {
    const url = await newDatabase("together");
    const sandboxes = await Promise.all(
      Array.from({ length: 4 }, () =>
        startSandbox({ port: 0, database: url, seed: { referrals: [seedReferral] } }),
      ),
    );
    const counts = await Promise.all(
      sandboxes.map(async (sandbox) => (await sandbox.control.actAs("Proseware").referrals()).length),
    );
    assert.deepEqual(counts, [1, 1, 1, 1]);
    for (const sandbox of sandboxes) await sandbox.close();
  });
});
