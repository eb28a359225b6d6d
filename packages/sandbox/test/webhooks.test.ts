import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { describe, test } from "node:test";
import { createWebhookClient, verifyWebhook } from "@partner-referrals/client/webhooks";
import { assertFits, checkedFetch, contract, example } from "./support/contract.ts";
import { startReceiver } from "./support/receiver.ts";
import { assertError, collection, deal, start } from "./support/sandbox.ts";

const sandbox = await start();
const { call, control } = sandbox;
const path = "/webhooks/v1/registration";
const events = [
  "referral-created",
  "referral-updated",
  "related-referral-created",
  "related-referral-updated",
];
const clientOf = (token: string) =>
  createWebhookClient({ baseUrl: sandbox.url, token, fetch: checkedFetch, retry: false });
const rename = [{ op: "add", path: "/name", value: "Renamed" }];

describe("The registration", () => {
  test("is made once, read and changed", async () => {
    const client = clientOf("Registrar:admin");
    assertError(await call("GET", path, { token: "Registrar:admin" }), 404, "notRegistered");
    await assert.rejects(client.update({ WebhookUrl: "http://localhost:1/", WebhookEvents: events }), {
      status: 404,
    });
    const made = await client.register({ WebhookUrl: "http://localhost:1/a", WebhookEvents: events });
    assert.ok(made.SubscriberId);
    await assert.rejects(client.register({ WebhookUrl: "http://localhost:1/b", WebhookEvents: events }), {
      status: 409,
    });
    await client.update({ WebhookUrl: "http://localhost:1/c", WebhookEvents: ["referral-updated"] });
    assert.deepEqual(await client.get(), {
      WebhookUrl: "http://localhost:1/c",
      WebhookEvents: ["referral-updated"],
    });
    assert.deepEqual(await client.listEventNames(), Object.values(example("listWebhookEvents", "all", 200)));
    await assert.rejects(clientOf("Registrar:user").get(), { status: 403 });
    assert.equal((await clientOf("Registrar:app").get()).WebhookUrl, "http://localhost:1/c");
  });

  test("gets the ids of Partner Center, an error with those of the API", async () => {
    const token = "Traced:admin";
    const sent = crypto.randomUUID();
    const headers = { "MS-RequestId": sent, "MS-CorrelationId": sent };
    const missing = await call("GET", path, { token, headers });
    assertError(missing, 404);
    assert.deepEqual([missing.headers.has("request-id"), missing.headers.has("ms-requestid")], [true, false]);
    const body = { WebhookUrl: "http://localhost:1/", WebhookEvents: events };
    const responses = [
      await call("POST", path, { token, headers, body }),
      await call("GET", path, { token, headers }),
      await call("PUT", path, { token, headers, body }),
      await call("GET", `${path}/events`, { token, headers }),
      await call("POST", `${path}/validationEvents`, { token, headers }),
    ];
    const ids = responses.map((response) => response.headers.get("ms-requestid"));
    assert.equal(new Set([sent, ...ids]).size, 6);
    for (const response of responses) {
      assert.deepEqual([response.status, response.headers.has("request-id")], [200, false]);
      assert.match(response.headers.get("ms-correlationid") ?? "", /^[\da-f-]{36}$/);
    }
    const started = responses.at(-1);
    assert.equal(started?.headers.get("ms-correlationid"), started?.body.correlationId);
    const wrong = await call("GET", path, { token, headers: { "MS-RequestId": "mine" } });
    assert.equal(assertError(wrong, 400)[0]?.name, "MS-RequestId");
  });

  for (const WebhookUrl of [
    "https://hooks.proseware.example/x",
    "http://127.0.0.1.example/",
    "http://10.0.0.1/",
    "ftp://localhost/",
    "http://user:pass@localhost/",
    "http://[::ffff:10.0.0.1]/",
  ]) {
    test(`does not lead to ${WebhookUrl}`, async () => {
      const response = await call("POST", path, {
        token: "Careless:admin",
        body: { WebhookUrl, WebhookEvents: events },
      });
      assert.equal(assertError(response, 400)[0]?.pointer, "/WebhookUrl");
    });
  }

  test("may lead to another host that was allowed", async () => {
    const other = await start({ allowedWebhookHosts: ["hooks.proseware.example"] });
    const body = example("registerWebhook", "referrals");
    assert.equal((await other.call("POST", path, { body })).status, 200);
  });

  test("names known events only", async () => {
    const body = {
      WebhookUrl: "http://localhost:1/",
      WebhookEvents: ["referral-created", "referral-deleted"],
    };
    assert.equal(
      assertError(await call("POST", path, { token: "Careless:admin", body }), 400)[0]?.pointer,
      "/WebhookEvents/1",
    );
  });
});

describe("An event", () => {
  test("is signed so that the client's verifyWebhook takes it", async () => {
    const receiver = await startReceiver();
    const token = "Signed:admin";
    await clientOf(token).register({ WebhookUrl: receiver.url, WebhookEvents: events });
    const { body: created } = await call("POST", collection, { token, body: deal });
    await call("PATCH", `${collection}/${created.id}`, { token, body: rename });
    await control.waitForDeliveries();
    assert.equal(receiver.received.length, 2);
    const trustedRoots = [await sandbox.webhookRoot()];
    const names: unknown[] = [];
    for (const delivery of receiver.received) {
      const event = await verifyWebhook(delivery, { trustedRoots, allowLoopbackHttp: true });
      assert.equal(event.referralId, created.id);
      names.push(event.name);
      const { post } = contract.webhooks?.[event.name] ?? {};
      assertFits(
        post?.requestBody?.content?.["application/json"]?.schema,
        JSON.parse(delivery.body),
        event.name,
      );
      const forged = {
        ...delivery,
        body: delivery.body.replace(created.id, "2f1c7c3e-5d0a-4b5e-9c1e-7a40d9f0b6a1"),
      };
      await assert.rejects(verifyWebhook(forged, { trustedRoots, allowLoopbackHttp: true }), {
        code: "invalid-signature",
      });
    }
    assert.deepEqual(names.toSorted(), ["referral-created", "referral-updated"]);
    const strangers = [await (await start()).webhookRoot()];
    const [first] = receiver.received;
    assert.ok(first);
    await assert.rejects(verifyWebhook(first, { trustedRoots: strangers, allowLoopbackHttp: true }), {
      code: "untrusted-certificate",
    });
  });

  test("has a certificate that Node's own reader understands, too", async () => {
    const pem = await (await fetch(`${sandbox.url}/_sandbox/webhooks/certificate.pem`)).text();
    const [signer, root] = [new X509Certificate(pem), new X509Certificate(await sandbox.webhookRoot())];
    assert.ok(signer.checkIssued(root) && signer.verify(root.publicKey) && root.ca && !signer.ca);
    assert.match(signer.subject, /O=Microsoft Corporation/);
  });

  test("has its signature in x-ms-signature if that was asked for", async () => {
    const receiver = await startReceiver();
    const token = "Gateway:admin";
    const registration = {
      WebhookUrl: receiver.url,
      WebhookEvents: events,
      signatureTokenToMsSignatureHeader: true,
    };
    await clientOf(token).register(registration);
    await call("POST", collection, { token, body: deal });
    await control.waitForDeliveries();
    const [delivery] = receiver.received;
    assert.ok(delivery && delivery.headers.authorization === undefined);
    await verifyWebhook(delivery, { trustedRoots: [await sandbox.webhookRoot()], allowLoopbackHttp: true });
  });

  test("about the other organization's referral is a related one", async () => {
    const receiver = await startReceiver();
    const { control, headers } = sandbox.universe("related");
    await call("POST", path, { headers, body: { WebhookUrl: receiver.url, WebhookEvents: events } });
    const { body: own } = await call("POST", collection, { headers, body: { ...deal, type: "Shared" } });
    const { body: connected } = await call("POST", collection, {
      ...{
        headers,
        body: {
          ...deal,
          type: "Shared",
          engagementId: own.engagementId,
          target: [{ type: "BusinessProfileLocation", id: "msft" }],
        },
      },
    });
    control.actAs("msft").accept(own.engagementId);
    await control.waitForDeliveries();
    const seen = receiver.received
      .map(({ body }) => JSON.parse(body))
      .map(({ EventName, ResourceUri }) => [EventName, ResourceUri.split("/").at(-1)]);
    const expected = [
      ["referral-created", own.id],
      ["related-referral-created", connected.id],
      ["related-referral-updated", connected.id],
    ];
    assert.deepEqual(seen.toSorted(), expected);
  });

  test("is sent again until it is taken", async () => {
    const receiver = await startReceiver((count) => (count < 4 ? ([500, 302, 404][count - 1] ?? 500) : 200));
    const { control, headers } = sandbox.universe("retries");
    await call("POST", path, { headers, body: { WebhookUrl: receiver.url, WebhookEvents: events } });
    await call("POST", collection, { headers, body: deal });
    await control.waitForDeliveries();
    const [delivery] = control.deliveries();
    assert.equal(delivery?.status, "delivered");
    assert.deepEqual(
      delivery?.attempts.map(({ status }) => status),
      [500, 302, 404, 200],
    );
    assert.equal(new Set(receiver.received.map(({ body }) => body)).size, 1);
  });

  test("is parked after ten attempts", async () => {
    const receiver = await startReceiver(() => 503);
    const impatient = await start({ webhookRetryDelay: 0 });
    await impatient.call("POST", path, { body: { WebhookUrl: receiver.url, WebhookEvents: events } });
    await impatient.call("POST", collection, { body: deal });
    await impatient.control.waitForDeliveries();
    assert.deepEqual(
      impatient.control.deliveries().map(({ status, attempts }) => [status, attempts.length]),
      [["parked", 10]],
    );
    assert.equal(receiver.received.length, 10);
  });

  test("that nobody registered for is not sent", async () => {
    const receiver = await startReceiver();
    const { control, headers } = sandbox.universe("quiet");
    await call("POST", path, {
      headers,
      body: { WebhookUrl: receiver.url, WebhookEvents: ["referral-updated"] },
    });
    await call("POST", collection, { headers, body: deal });
    await call("POST", collection, { headers, token: "Fabrikam:admin", body: deal });
    await control.waitForDeliveries();
    assert.equal(receiver.received.length, 0);
  });
});

describe("A test event", () => {
  test("is sent twice a minute, and its result kept for seven days", async () => {
    const receiver = await startReceiver();
    const { control, headers } = sandbox.universe("tests");
    const trial = () => call("POST", `${path}/validationEvents`, { headers });
    assertError(await trial(), 404, "notRegistered");
    await call("POST", path, {
      headers,
      body: { WebhookUrl: receiver.url, WebhookEvents: ["test-created"] },
    });
    const { correlationId } = (await trial()).body;
    await control.waitForDeliveries();
    const result = () => call("GET", `${path}/validationEvents/${correlationId}`, { headers });
    const { body } = await result();
    assert.deepEqual(
      [body.status, body.callbackUrl, body.results[0].responseCode],
      ["completed", receiver.url, "No Content"],
    );
    assert.equal(JSON.parse(receiver.received[0]?.body ?? "").EventName, "test-created");
    await trial();
    const third = await trial();
    assertError(third, 429, "rateLimitExceeded");
    assert.ok(Number(third.headers.get("retry-after")) > 0);
    control.clock.advance({ minutes: 1 });
    assert.equal((await trial()).status, 200);
    control.clock.advance({ days: 7 });
    assertError(await result(), 404, "unknownTest");
  });
});
