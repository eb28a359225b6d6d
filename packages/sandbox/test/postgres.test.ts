import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { verifyWebhook } from "@partner-referrals/client/webhooks";
import { createDatabase } from "@partner-referrals/postgres";
import { type SharedSandbox, startSandbox } from "@partner-referrals/sandbox";
import pg from "pg";
import { startReceiver } from "./support/receiver.ts";
import { collection, deal, seedReferral } from "./support/sandbox.ts";

/** How many races there are. A long run has as many as RACES says. */
const races = Number(process.env.RACES ?? 60);
const postgres = await createDatabase();
const instances: SharedSandbox[] = [];
let one: SharedSandbox;
let two: SharedSandbox;

async function startInstance(options: { seed?: { organizations: { id: string; name: string }[] } } = {}) {
  const sandbox = await startSandbox({
    ...{ port: 0, database: postgres.url, webhookRetryDelay: 5, ...options },
  });
  instances.push(sandbox);
  return sandbox;
}

before(async () => {
  [one, two] = await Promise.all([startInstance(), startInstance()]);
});
after(async () => {
  for (const instance of instances) await instance.close();
  await postgres.remove();
});

const headersOf = (universe: string, more: Record<string, string> = {}) => ({
  authorization: "Bearer Proseware:admin",
  "content-type": "application/json",
  "sandbox-universe": universe,
  ...more,
});
const send = async (
  { url }: { url: string },
  universe: string,
  method: string,
  path: string,
  body?: unknown,
  more = {},
) => {
  const response = await fetch(url + path, {
    ...{ method, headers: headersOf(universe, more) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? undefined : JSON.parse(text),
  };
};
const create = async (sandbox: SharedSandbox, universe: string, more = {}) =>
  (await send(sandbox, universe, "POST", collection, { ...deal, ...more })).body;

describe("Two instances are one service", () => {
  test("for referrals, ETags and next links", async () => {
    const created = await create(one, "referrals");
    const read = await send(two, "referrals", "GET", `${collection}/${created.id}`);
    assert.equal(read.headers.get("etag"), created.eTag);
    for (const index of [1, 2, 3, 4, 5])
      await create(index % 2 ? one : two, "referrals", { name: `N${index}` });
    const first = await send(one, "referrals", "GET", `${collection}?$top=4&$orderby=name`);
    assert.equal(first.body.value.length, 4);
    const page = await send(one, "referrals", "GET", `${collection}?$orderby=name`);
    const { pathname, search } = new URL(
      page.body["@odata.nextLink"] ?? `${one.url}${collection}?$orderby=name`,
    );
    const next = await send(two, "referrals", "GET", pathname + search);
    assert.deepEqual(
      next.body.value.map((referral: { name: string }) => referral.name),
      page.body.value.map((referral: { name: string }) => referral.name),
    );
  });

  test("for a next link that another instance made", async () => {
    await one.universe("pages").control.seed({
      referrals: Array.from({ length: 150 }, (_, index) => ({ ...seedReferral, name: `R${index}` })),
    });
    const first = await send(one, "pages", "GET", `${collection}?$orderby=name`);
    assert.equal(first.body.value.length, 100);
    const { pathname, search } = new URL(first.body["@odata.nextLink"]);
    const second = await send(two, "pages", "GET", pathname + search);
    const names = [...first.body.value, ...second.body.value].map(({ name }) => name);
    assert.equal(new Set(names).size, 150);
    assert.deepEqual(names, names.toSorted());
  });

  test("for the clock, seeded ids, faults and organizations", async () => {
    const control = one.universe("state").control;
    await control.clock.freeze("2026-03-02T09:15:00Z");
    await control.seedIds("shared");
    await control.seed({ organizations: [{ id: "1b4a1ab2-3b9e-4ad5-9c11-0c0d5a3c2c11", name: "Litware" }] });
    const a = await create(one, "state");
    const b = await create(two, "state");
    assert.equal(b.createdDateTime, "2026-03-02T09:15:00.0000000Z");
    assert.notEqual(a.id, b.id);
    const alone = await startSandbox({ port: 0 });
    alone.control.seedIds("shared");
    const expected = [];
    for (const _ of [1, 2]) expected.push((await send(alone, "default", "POST", collection, deal)).body.id);
    await alone.close();
    assert.deepEqual([a.id, b.id], expected);
    await control.fail({ kind: 503, times: 2 });
    assert.equal((await send(two, "state", "GET", collection)).status, 503);
    assert.deepEqual(await two.universe("state").control.faults(), [{ kind: 503, times: 1 }]);
    assert.equal((await send(one, "state", "GET", collection)).status, 503);
    assert.equal((await send(two, "state", "GET", collection)).status, 200);
    const { body } = await send(two, "state", "GET", "/_sandbox");
    assert.ok(body.organizations.some(({ name }: { name: string }) => name === "Litware"));
  });

  test("for expiry, which happens once", async () => {
    const { control } = one.universe("expiry");
    const { id } = await control.actAs("msft").sendLead("Proseware", seedReferral);
    await two.universe("expiry").control.clock.advance({ days: 15 });
    const { body } = await send(one, "expiry", "GET", `${collection}/${id}`);
    assert.deepEqual([body.status, body.substatus], ["Closed", "Expired"]);
  });

  test("for the journal, which has no token", async () => {
    await create(one, "journal");
    await send(two, "journal", "GET", collection);
    await send(two, "journal", "POST", collection, { ...deal, colour: "red" });
    await one.universe("journal").control.journal();
    const seen = await two.universe("journal").control.journal();
    assert.deepEqual(
      seen.map(({ operationId, response, isValid }) => [operationId, response?.status, isValid]).toSorted(),
      [
        ["createReferral", 200, true],
        ["createReferral", 400, false],
        ["listReferrals", 200, true],
      ],
    );
    assert.doesNotMatch(JSON.stringify(seen), /Proseware:admin/);
    await one.universe("journal").control.clearJournal();
    assert.deepEqual(await two.universe("journal").control.journal(), []);
  });

  test("for snapshots and reset", async () => {
    const { id } = await create(one, "snapshots");
    const snapshot = await one.universe("snapshots").control.snapshot();
    await create(two, "snapshots");
    await two.universe("snapshots").control.restore(snapshot);
    const { body } = await send(one, "snapshots", "GET", `${collection}?$count=true`);
    assert.deepEqual([body["@odata.count"], body.value[0].id], [1, id]);
    await one.universe("snapshots").control.reset();
    assert.equal((await send(two, "snapshots", "GET", `${collection}?$count=true`)).body["@odata.count"], 0);
  });

  test("for universes, which end for all when one is removed", async () => {
    await create(one, "removed");
    assert.ok((await send(two, "removed", "GET", "/_sandbox/universes")).body.includes("removed"));
    assert.equal((await send(two, "default", "DELETE", "/_sandbox/universes/removed")).status, 204);
    assert.equal((await send(one, "removed", "GET", collection)).body.value.length, 0);
    assert.equal((await send(one, "default", "DELETE", "/_sandbox/universes/never")).status, 404);
    assert.equal((await send(one, "not a name", "GET", collection)).status, 400);
  });

  test("for registrations, events and the key that signs them", async () => {
    const receiver = await startReceiver((count) => (count === 1 ? 500 : 204));
    const registration = { WebhookUrl: receiver.url, WebhookEvents: ["referral-created"] };
    assert.equal((await send(one, "events", "POST", "/webhooks/v1/registration", registration)).status, 200);
    assert.equal((await send(two, "events", "GET", "/webhooks/v1/registration")).status, 200);
    const ids = [];
    for (const index of [1, 2, 3, 4]) ids.push((await create(index % 2 ? one : two, "events")).id);
    await one.universe("events").control.waitForDeliveries();
    const deliveries = await two.universe("events").control.deliveries();
    assert.deepEqual(
      deliveries.map(({ status }) => status),
      ids.map(() => "delivered"),
    );
    assert.equal(deliveries.flatMap(({ attempts }) => attempts).length, 5);
    assert.equal(await one.webhookRoot(), await two.webhookRoot());
    const trustedRoots = [await one.webhookRoot()];
    const notified = new Set<string | undefined>();
    for (const delivery of receiver.received)
      notified.add((await verifyWebhook(delivery, { trustedRoots, allowLoopbackHttp: true })).referralId);
    assert.deepEqual([...notified].toSorted(), ids.toSorted());
    const { body: test } = await send(one, "events", "POST", "/webhooks/v1/registration/validationEvents");
    await two.universe("events").control.waitForDeliveries();
    const { body: result } = await send(
      two,
      "events",
      "GET",
      `/webhooks/v1/registration/validationEvents/${test.correlationId}`,
    );
    assert.equal(result.status, "completed");
  });
});

describe("Requests at the same time", () => {
  test(`for one referral have exactly one winner, ${races} times`, async () => {
    let { id, eTag } = await create(one, "races");
    for (let race = 0; race < races; race++) {
      const patch = (sandbox: SharedSandbox, name: string) =>
        send(
          sandbox,
          "races",
          "PATCH",
          `${collection}/${id}`,
          [{ op: "replace", path: "/name", value: name }],
          {
            "if-match": eTag,
            prefer: "return=representation",
          },
        );
      const responses = await Promise.all([patch(one, `one ${race}`), patch(two, `two ${race}`)]);
      const won = responses.filter(({ status }) => status === 200);
      assert.deepEqual(responses.map(({ status }) => status).toSorted(), [200, 412]);
      ({ id, eTag } = won[0]?.body ?? {});
    }
    const { body } = await send(two, "races", "GET", `${collection}/${id}`);
    assert.equal(body.eTag, eTag);
  });

  test("that create have one order, and no two ETags or times are the same", async () => {
    await Promise.all(Array.from({ length: 60 }, (_, index) => create(index % 2 ? one : two, "order")));
    const [a, b] = await Promise.all([one, two].map((sandbox) => send(sandbox, "order", "GET", collection)));
    assert.deepEqual(
      a?.body.value.map(({ id }: { id: string }) => id),
      b?.body.value.map(({ id }: { id: string }) => id),
    );
    for (const name of ["eTag", "createdDateTime"])
      assert.equal(
        new Set(a?.body.value.map((referral: Record<string, unknown>) => referral[name])).size,
        60,
      );
  });
});

describe("Statements", () => {
  test("a GET needs one, a list too, and ten POSTs at once fewer than ten transactions", async (context) => {
    const { id } = await create(one, "statements");
    const statements: string[] = [];
    const { query } = pg.Client.prototype;
    context.mock.method(pg.Client.prototype, "query", function (this: pg.Client, ...given: unknown[]) {
      const [first] = given;
      const text = typeof first === "string" ? first : String(Object(first).text);
      // The journal is written later, for many requests at once.
      if (!text.includes("journal")) statements.push(text);
      return Reflect.apply(query, this, given);
    });
    const count = async (run: () => Promise<unknown>) => {
      statements.length = 0;
      await run();
      return statements.filter((text) => !text.includes("SKIP LOCKED"));
    };
    assert.equal((await count(() => send(one, "statements", "GET", `${collection}/${id}`))).length, 1);
    assert.equal((await count(() => send(one, "statements", "GET", `${collection}?$count=true`))).length, 1);
    const several = await count(() =>
      Promise.all(Array.from({ length: 10 }, () => create(one, "statements"))),
    );
    assert.ok(several.filter((text) => text === "COMMIT").length < 10, several.join("\n"));
  });
});
