import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { ReferralsRateLimitError, ReferralsServerError } from "@partner-referrals/client";
import { startSandbox } from "@partner-referrals/sandbox";
import { assertError, collection, deal, start } from "./support/sandbox.ts";

const sandbox = await start();
const { call } = sandbox;

/** A control over HTTP. */
const control = async (method: string, path: string, body?: unknown, universe = "default") => {
  const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
    method,
    headers: {
      "sandbox-universe": universe,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
};

describe("Universes", () => {
  test("have nothing to do with each other", async () => {
    const [one, two] = [sandbox.universe("one"), sandbox.universe("two")];
    const { id } = await one.client.create(deal);
    await assert.rejects(two.client.get(id), { status: 404 });
    one.control.clock.advance({ days: 100 });
    assert.ok(two.control.clock.now() < one.control.clock.now());
    two.control.fail({ kind: 500 });
    assert.equal((await one.client.get(id)).id, id);
    assert.equal(two.control.journal().length, 1);
    assert.equal((await control("DELETE", "/universes/one")).status, 204);
    assert.equal((await control("GET", "/universes")).body.includes("one"), false);
    assert.equal((await control("DELETE", "/universes/default")).status, 404);
  });

  test("have plain names", async () => {
    assertError(await call("GET", collection, { headers: { "sandbox-universe": "a b" } }), 400);
    assert.throws(() => sandbox.universe(""), TypeError);
  });
});

describe("Reset, snapshot and restore", () => {
  test("bring back what was there", async () => {
    const { client, control } = await start({ seed: { referrals: [{ ...deal, name: "Seeded" }] } });
    const names = async () =>
      (await client.list({ orderby: "createdDateTime" })).value.map(({ name }) => name);
    const { id, eTag } = await client.create({ ...deal, name: "Added" });
    const snapshot = control.snapshot();
    await client.update(id, [{ op: "replace", path: "/name", value: "Changed" }]);
    await client.create(deal);
    control.restore(snapshot);
    assert.deepEqual(await names(), ["Seeded", "Added"]);
    assert.equal((await client.get(id)).eTag, eTag);
    control.reset();
    assert.deepEqual(await names(), ["Seeded"]);
    assert.throws(() => control.restore("snapshot-9"), { status: 404 });
  });

  test("work over HTTP, too", async () => {
    const lead = await control("POST", "/leads", { to: "Proseware", referral: deal }, "http");
    assert.equal(lead.body.substatus, "Pending");
    const { id } = (await control("POST", "/snapshots", undefined, "http")).body;
    const decline = { organization: "Proseware", id: lead.body.id, status: "Closed", substatus: "Declined" };
    assert.equal((await control("POST", "/act-as", decline, "http")).body.substatus, "Declined");
    assert.equal((await control("POST", "/act-as", decline, "http")).status, 409);
    assert.equal((await control("POST", `/snapshots/${id}/restore`, undefined, "http")).status, 204);
    assert.equal((await control("POST", "/act-as", decline, "http")).status, 200);
    assert.equal((await control("POST", "/seed", { referrals: [deal] }, "http")).body.length, 1);
    assert.equal((await control("GET", "", undefined, "http")).body.referrals, 2);
    assert.equal((await control("POST", "/reset", undefined, "http")).status, 204);
    assert.equal((await control("GET", "", undefined, "http")).body.referrals, 0);
  });
});

describe("The clock", () => {
  test("stands still, goes to a time, and goes on", async () => {
    const { client, control } = sandbox.universe("clock");
    control.clock.freeze("2026-03-02T09:15:04Z");
    const first = await client.create(deal);
    assert.equal(first.createdDateTime, "2026-03-02T09:15:04.0000000Z");
    control.clock.advance({ hours: 1, seconds: 2 });
    const changed = await client.update(first.id, [{ op: "add", path: "/name", value: "x" }], {
      returnRepresentation: true,
    });
    assert.equal(changed.updatedDateTime, "2026-03-02T10:15:06.0000000Z");
    control.clock.reset();
    assert.ok(Math.abs(control.clock.now().getTime() - Date.now()) < 1000);
    assert.throws(() => control.clock.set("soon"), { status: 400 });
  });

  test("runs on from where it was set, and never stamps two changes alike", async () => {
    const { client, control } = sandbox.universe("running");
    control.clock.set("2030-01-01T00:00:00Z");
    const stamps = new Set<string>();
    for (let index = 0; index < 50; index++) stamps.add((await client.create(deal)).createdDateTime);
    assert.equal(stamps.size, 50);
    assert.ok([...stamps].every((stamp) => stamp.startsWith("2030-01-01T00:")));
  });

  test("obeys over HTTP", async () => {
    await control("PUT", "/clock", { now: "2026-03-02T09:15:04Z", frozen: true }, "far");
    await control("POST", "/clock/advance", { days: 1, milliseconds: 5 }, "far");
    const { body } = await control("GET", "/clock", undefined, "far");
    assert.deepEqual(body, { now: "2026-03-03T09:15:04.005Z", frozen: true });
    assert.equal((await control("POST", "/clock/advance", { weeks: 1 }, "far")).status, 400);
    assert.equal((await control("DELETE", "/clock", undefined, "far")).status, 204);
  });
});

describe("Ids", () => {
  test("are the same in each run for the same seed", async () => {
    const ids = async (idSeed?: string) => {
      const { client, close } = await startSandbox({ port: 0, ...(idSeed && { idSeed }) });
      const found = [(await client.create(deal)).id, (await client.create(deal)).engagementId];
      await close();
      return found;
    };
    assert.deepEqual(await ids("a"), await ids("a"));
    assert.notDeepEqual(await ids("a"), await ids("b"));
    assert.notDeepEqual(await ids(), await ids());
  });
});

describe("Faults", () => {
  test("give the next matching requests an error", async () => {
    const { client, control } = sandbox.universe("faults");
    const impatient = sandbox.clientFor("x", { "sandbox-universe": "faults" });
    control.fail({ kind: 429, retryAfter: 7, times: 2, match: { operationId: "listReferrals" } });
    control.fail({ kind: 503, match: { method: "post" } });
    control.fail({ kind: 500, match: { path: `${collection}/*` } });
    for (const _ of [1, 2])
      await assert.rejects(
        impatient.list(),
        (error) => error instanceof ReferralsRateLimitError && error.status === 429,
      );
    await impatient.list();
    await assert.rejects(impatient.create(deal), { status: 503 });
    const { id } = await impatient.create(deal);
    await assert.rejects(impatient.get(id), (error) => error instanceof ReferralsServerError);
    assert.deepEqual(control.faults(), []);
    control.fail({ kind: 503, retryAfter: 0, times: 2 });
    assert.equal((await client.get(id)).id, id);
  });

  test("cut the connection, keep silent, come late, or lose a response", async () => {
    const { control, headers } = sandbox.universe("broken");
    const create = (signal?: AbortSignal) =>
      fetch(sandbox.url + collection, {
        ...{ method: "POST", body: JSON.stringify(deal), ...(signal && { signal }) },
        headers: { ...headers, authorization: "Bearer x", "content-type": "application/json" },
      });
    const count = () => control.actAs("Proseware").referrals().length;
    control.fail({ kind: "disconnect" });
    await assert.rejects(create(), TypeError);
    assert.equal(count(), 0);
    control.fail({ kind: "disconnect", afterProcessing: true });
    await assert.rejects(create(), TypeError);
    assert.equal(count(), 1);
    control.fail({ kind: "timeout" });
    const patience = new AbortController();
    const silent = assert.rejects(create(patience.signal), { name: "AbortError" });
    while (control.faults().length > 0) await setImmediate();
    patience.abort();
    await silent;
    control.fail({ kind: "slow", delay: 150 });
    const before = performance.now();
    assert.equal((await create()).status, 200);
    assert.ok(performance.now() - before >= 149);
    assert.equal(count(), 2);
  });

  test("are asked for, seen and forgotten over HTTP", async () => {
    assert.equal((await control("POST", "/faults", { kind: 503, times: 3 }, "ordered")).status, 204);
    assert.deepEqual((await control("GET", "/faults", undefined, "ordered")).body, [{ kind: 503, times: 3 }]);
    assert.equal((await control("DELETE", "/faults", undefined, "ordered")).status, 204);
    for (const body of [{ kind: 200 }, { kind: "explode" }, {}, { kind: 500, times: 0 }, []])
      assert.equal((await control("POST", "/faults", body, "ordered")).status, 400);
  });
});

describe("The journal", () => {
  test("has requests and responses, each checked against the contract, and no token", async () => {
    const { control: own, headers } = sandbox.universe("journal");
    await call("POST", collection, { headers, body: deal });
    await call("POST", collection, { headers, body: { ...deal, colour: "red" } });
    await call("GET", collection, { headers });
    const journal = own.journal();
    assert.deepEqual(
      journal.map(({ operationId, isValid, response }) => [operationId, isValid, response?.status]),
      [
        ["createReferral", true, 200],
        ["createReferral", false, 400],
        ["listReferrals", true, 200],
      ],
    );
    assert.deepEqual(
      journal[1]?.violations.request.map(({ pointer }) => pointer),
      ["/colour"],
    );
    assert.ok(journal.every(({ violations }) => violations.response.length === 0));
    assert.equal(JSON.parse(journal[0]?.request.body ?? "").type, "Independent");
    assert.doesNotMatch(JSON.stringify(journal), /Proseware:admin/);
    assert.deepEqual(
      own.journal({ isValid: false }).map(({ number }) => number),
      [2],
    );
    assert.deepEqual(
      own.journal({ method: "get", limit: 1 }).map(({ number }) => number),
      [3],
    );
    const { body } = await control("GET", "/journal?status=400&after=1", undefined, "journal");
    assert.deepEqual(
      body.map(({ number }: { number: number }) => number),
      [2],
    );
    own.clearJournal();
    assert.deepEqual(own.journal(), []);
  });
});

describe("The controls", () => {
  test("are off where other machines could reach them, and on if one insists", async () => {
    const status = async (options: object) => {
      const { port, close } = await startSandbox({ port: 0, ...options });
      const response = await fetch(`http://127.0.0.1:${port}/_sandbox`);
      await close();
      return response.status;
    };
    assert.equal(await status({ host: "0.0.0.0" }), 404);
    assert.equal(await status({ host: "0.0.0.0", httpControl: true }), 200);
    assert.equal(await status({ httpControl: false }), 404);
  });

  test("report mistakes as errors of the contract's shape", async () => {
    for (const [method, path, body] of [
      ["POST", "/seed", { referrals: {} }],
      ["PUT", "/clock", { now: "soon" }],
      ["POST", "/act-as", {}],
    ] as const) {
      const response = await control(method, path, body);
      assert.equal(response.status, 400);
      assert.ok(response.body.error.innerError.violations.length > 0);
    }
    assert.equal((await control("GET", "/nothing")).status, 404);
  });
});
