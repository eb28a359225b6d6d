/** What only a broken or hostile client sends, and what only a broken or hostile receiver does. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { after, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { createUniverses } from "../dist/universes.js";
import { assertError, collection, deal, seedReferral, start } from "./support/sandbox.ts";

const sandbox = await start({ logLevel: "silent" });
const { call } = sandbox;
const head = "Host: localhost\r\nAuthorization: Bearer x\r\nConnection: close\r\n";
const json = "Content-Type: application/json\r\n";

/** Sends bytes as they are, and returns all that comes back until the connection is closed. */
function send(bytes: string, timeout = 5000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(sandbox.port, "127.0.0.1", () => socket.write(bytes));
    let received = "";
    socket.setEncoding("utf8").setTimeout(timeout, () => socket.destroy(new Error(`Only ${received}`)));
    socket.on("data", (text) => {
      received += text;
    });
    socket.on("close", () => resolve(received)).on("error", reject);
  });
}

describe("A request that Node would respond to by itself gets the contract's error", () => {
  const cases: [string, string, number][] = [
    ["without Host", `GET ${collection} HTTP/1.1\r\nConnection: close\r\n\r\n`, 403],
    ["with two Host headers", `GET ${collection} HTTP/1.1\r\n${head}Host: localhost\r\n\r\n`, 400],
    [
      "with an unknown expectation",
      `POST ${collection} HTTP/1.1\r\n${head}Expect: 200-maybe\r\nContent-Length: 2\r\n\r\n{}`,
      417,
    ],
    ["that asks for a tunnel", "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", 405],
    ["with the method QUERY", `QUERY ${collection} HTTP/1.1\r\n${head}Content-Length: 0\r\n\r\n`, 405],
    [
      "with a compressed body",
      `POST ${collection} HTTP/1.1\r\n${head}${json}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}`,
      415,
    ],
    [
      "in UTF-16",
      `POST ${collection} HTTP/1.1\r\n${head}Content-Type: application/json; charset=utf-16\r\nContent-Length: 2\r\n\r\n{}`,
      415,
    ],
    [
      "with an empty client-request-id",
      `GET ${collection} HTTP/1.1\r\n${head}client-request-id:\r\n\r\n`,
      400,
    ],
  ];
  for (const [what, bytes, status] of cases)
    test(what, async () => {
      const [line = "", body = ""] = (await send(bytes)).split("\r\n\r\n", 2);
      assert.equal(Number(line.split(" ")[1]), status, line);
      const { error } = JSON.parse(body.slice(body.indexOf("{"), body.lastIndexOf("}") + 1));
      assert.ok(error.code && error.message && error.innerError);
    });

  test("and is told to send its body only once it is authenticated", async () => {
    const bytes = (token: string) =>
      `POST ${collection} HTTP/1.1\r\nHost: localhost\r\n${token}Connection: close\r\n${json}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`;
    assert.match(await send(bytes("")), /^HTTP\/1.1 401 /);
    const accepted = connect(sandbox.port, "127.0.0.1", () =>
      accepted.write(bytes("Authorization: Bearer x\r\n")),
    );
    const [first] = await new Promise<[Buffer]>((resolve) =>
      accepted.once("data", (data) => resolve([data])),
    );
    assert.match(String(first), /^HTTP\/1.1 100 Continue/);
    accepted.destroy();
  });
});

describe("A receiver that never responds", () => {
  test("holds few connections, and keeps no other receiver waiting", async () => {
    const open = new Set<Socket>();
    let most = 0;
    const silent = createServer(() => {}).on("connection", (socket) => {
      open.add(socket);
      most = Math.max(most, open.size);
      socket.on("close", () => open.delete(socket)).on("error", () => {});
    });
    const received: string[] = [];
    const prompt = createServer((request, response) => {
      received.push(request.url ?? "");
      response.writeHead(204).end();
    });
    for (const server of [silent, prompt])
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    after(() => {
      for (const socket of open) socket.destroy();
      silent.close();
      prompt.close();
    });
    // A cast: servers that listen on a port have such an address.
    const urlOf = (server: typeof silent) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    for (const [organization, server] of [
      ["Silent", silent],
      ["Prompt", prompt],
    ] as const) {
      const body = { WebhookUrl: urlOf(server), WebhookEvents: ["referral-created"] };
      const { status } = await call("POST", "/webhooks/v1/registration", {
        token: `${organization}:admin`,
        body,
      });
      assert.equal(status, 200);
    }
    for (let count = 0; count < 100; count++)
      await call("POST", collection, { token: "Silent:admin", body: deal });
    await call("POST", collection, { token: "Prompt:admin", body: deal });
    for (let tries = 0; tries < 100 && received.length === 0; tries++) await delay(50);
    assert.equal(received.length, 1);
    assert.ok(most > 0 && most <= 10, `${most} connections`);
    assert.equal(sandbox.control.deliveries().filter(({ url }) => url === urlOf(silent)).length, 100);
    sandbox.control.reset();
  });
});

describe("Universes", () => {
  const headers = { "sandbox-universe": "theirs" };

  test("are created only for callers who authenticate", async () => {
    for (const token of [null, "x:none"]) {
      const { status } = await call("GET", collection, { token, headers });
      assert.ok(status === 401 || status === 403);
    }
    assertError(await call("GET", "/nowhere", { headers }), 404);
    const names = async () => (await fetch(`${sandbox.url}/_sandbox/universes`)).json();
    assert.deepEqual(await names(), ["default"]);
    assert.equal((await call("GET", collection, { headers })).status, 200);
    assert.deepEqual(await names(), ["default", "theirs"]);
  });

  test("cost little until they hold something", () => {
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    for (let count = 0; count < 300; count++) sandbox.universe(`idle-${count}`).control.clock.now();
    const each = (process.memoryUsage().rss - before) / 300 / 1024;
    assert.ok(each < 150, `${Math.round(each)} kB each`);
  });

  test("are removed when they are idle and another one is created, unless they are held", async () => {
    let closed = 0;
    // A cast: a universe is only opened and closed here.
    const universe = () =>
      ({ close: () => closed++ }) as unknown as ReturnType<Parameters<typeof createUniverses>[0]>;
    const universes = createUniverses(universe, { idleMs: 20 });
    universes.resolve("idle");
    universes.hold("held");
    await delay(30);
    universes.resolve("new");
    assert.deepEqual(universes.names(), ["default", "held", "new"]);
    assert.equal(closed, 1);
  });
});

describe("Ids that are seeded twice", () => {
  test("overwrite nothing, and join no engagement", async () => {
    const headers = { "sandbox-universe": "seeded-twice" };
    const { control } = sandbox.universe("seeded-twice");
    control.seedIds("a");
    const first = await call("POST", collection, { headers, body: deal });
    control.seedIds("a");
    const second = await call("POST", collection, { headers, token: "Other:admin", body: deal });
    assert.notEqual(second.body.id, first.body.id);
    assert.notEqual(second.body.engagementId, first.body.engagementId);
    assert.equal((await call("GET", `${collection}/${first.body.id}`, { headers })).status, 200);
  });
});

describe("Snapshots", () => {
  test("have a limit of size, and the latest is always there", async () => {
    const { control } = sandbox.universe("snapshots");
    const large = { ...seedReferral, details: { notes: "n".repeat(1_000_000) } };
    control.seed({ referrals: Array.from({ length: 30 }, () => large) });
    const ids = Array.from({ length: 4 }, () => control.snapshot());
    assert.throws(() => control.restore(ids[0] ?? ""), /There is no snapshot-1/);
    control.restore(ids.at(-1) ?? "");
    assert.equal(control.actAs("Proseware").referrals().length, 30);
  });
});

describe("A body", () => {
  test("with a number that is too large is rejected, and names the place", async () => {
    const raw = JSON.stringify(deal).replace("42000", "1e999");
    const headers = { "content-type": "application/json" };
    const [violation] = assertError(await call("POST", collection, { raw, headers }), 400);
    assert.deepEqual([violation?.pointer, violation?.code], ["/details/dealValue", "number"]);
  });

  test("of the preview gets violations that point into it", async () => {
    const body = {
      Referral: {
        CustomerProfile: { Name: "N", Contacts: { Email: "c@x.example" } },
        Details: { Requirements: { Solutions: [{ id: "" }] } },
      },
    };
    const violations = assertError(await call("POST", "/v2/referrals", { body }), 400);
    assert.deepEqual(
      violations.map(({ pointer }) => pointer),
      ["/Referral/Details/Requirements/Solutions/0/id"],
    );
  });
});

describe("invitedBy", () => {
  test("cannot be patched, and a replacement keeps it", async () => {
    const { body } = await call("POST", collection, { body: deal });
    const target = `${collection}/${body.id}`;
    const patches = [
      { op: "add", path: "/inviteContext/invitedBy/organizationId", value: "evil" },
      { op: "add", path: "/inviteContext", value: { invitedBy: { organizationId: "evil" } } },
    ];
    for (const operation of patches) assertError(await call("PATCH", target, { body: [operation] }), 400);
    const replacement = {
      ...deal,
      status: "Active",
      substatus: "Accepted",
      inviteContext: { invitedBy: { organizationId: "evil" } },
    };
    const { status } = await call("PUT", target, { body: replacement });
    assert.ok(status === 200 || status === 400);
    const { body: after } = await call("GET", target);
    assert.deepEqual(after.inviteContext.invitedBy, body.inviteContext.invitedBy);
  });
});

describe("Filters and selections", () => {
  test("find type and id of the referral inside a lambda", async () => {
    const { control } = sandbox.universe("lambda");
    const headers = { "sandbox-universe": "lambda" };
    const body = { ...deal, customerProfile: { name: "N", team: [{ email: "c@x.example" }] } };
    const { body: created } = await call("POST", collection, { headers, body });
    for (const condition of ["type eq 'Independent'", `id eq ${created.id}`]) {
      const query = new URLSearchParams({ $filter: `customerProfile/team/any(c:${condition})` });
      assert.equal(
        (await call("GET", `${collection}?${query}`, { headers })).body.value.length,
        1,
        condition,
      );
    }
    control.reset();
  });

  test("name days that no month has, and properties that links do not have", async () => {
    for (const query of [{ $filter: "createdDateTime gt 2024-02-30" }, { $select: "links/nope" }])
      assertError(await call("GET", `${collection}?${new URLSearchParams(query)}`), 400);
    for (const query of [{ $filter: "createdDateTime gt 2024-02-29" }, { $select: "links/self" }])
      assert.equal((await call("GET", `${collection}?${new URLSearchParams(query)}`)).status, 200);
  });
});
