import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  ReferralsConflictError,
  ReferralsNotFoundError,
  ReferralsServerError,
  ReferralsUnexpectedResponseError,
} from "@partner-referrals/client";
import { createWebhookClient, type WebhookClient } from "@partner-referrals/client/webhooks";
import { referralEventNameValues, webhookServerUrl, webhookTokenScope } from "@partner-referrals/types";
import { json, serve } from "./server.ts";

/** The example of an answer, as the contract has it. */
function example(path: string, method: string): unknown {
  const { examples } = contract.paths[path][method].responses["200"].content["application/json"];
  return Object.values<{ value: unknown }>(examples)[0]?.value;
}
const contract = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("@partner-referrals/spec/contract.json")), "utf8"),
);

const registration = "/webhooks/v1/registration";
const tests = `${registration}/validationEvents`;
const wanted = {
  WebhookUrl: "https://hooks.proseware.example/partner-center",
  WebhookEvents: [...referralEventNameValues, "test-created"],
  signatureTokenToMsSignatureHeader: true,
};

/** A client of a server that answers with one body. */
async function client(status: number, body: unknown) {
  const { url, received } = await serve((_, response) => json(response, status, body));
  return { webhooks: createWebhookClient({ token: "t", baseUrl: url, retry: { baseDelayMs: 1 } }), received };
}

test("each operation of the contract has a method", async () => {
  const id = "04af2aea-d413-42db-824e-f328001484d1";
  const operations: [string, string, (webhooks: WebhookClient) => Promise<unknown>, sent?: object][] = [
    ["GET", `${registration}/events`, (webhooks) => webhooks.listEventNames()],
    ["GET", registration, (webhooks) => webhooks.get()],
    ["POST", registration, (webhooks) => webhooks.register(wanted), wanted],
    ["PUT", registration, (webhooks) => webhooks.update(wanted), wanted],
    ["POST", tests, (webhooks) => webhooks.sendTestEvent()],
    ["GET", `${tests}/{correlationId}`, (webhooks) => webhooks.getTestResult(id)],
  ];
  for (const [method, path, call, sent] of operations) {
    const answer = example(path, method.toLowerCase());
    const { webhooks, received } = await client(200, answer);
    assert.deepEqual(await call(webhooks), answer);
    const [request, ...others] = received;
    assert.equal(others.length, 0);
    assert.deepEqual([request?.method, request?.url], [method, path.replace("{correlationId}", id)]);
    assert.equal(request?.headers.authorization, "Bearer t");
    for (const name of ["ms-requestid", "ms-correlationid"])
      assert.match(String(request?.headers[name]), /^[\da-f-]{36}$/);
    assert.equal(request?.headers["client-request-id"], undefined);
    assert.equal(request?.body, sent ? JSON.stringify(sent) : "");
  }
});

test("it talks to Partner Center, with a token for that", async () => {
  const scopes: string[] = [];
  const urls: string[] = [];
  const webhooks = createWebhookClient({
    token: {
      async getToken(scope) {
        scopes.push(scope);
        return { token: "t", expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    },
    // Instead of the Internet, where the default host is.
    fetch: async (url) => {
      urls.push(url);
      return Response.json(["referral-created"]);
    },
  });
  assert.deepEqual(await webhooks.listEventNames(), ["referral-created"]);
  assert.deepEqual(await webhooks.listEventNames(), ["referral-created"]);
  assert.deepEqual(scopes, [webhookTokenScope]);
  assert.deepEqual(urls, Array(2).fill(`${webhookServerUrl}${registration}/events`));
});

test("the token may be a function", async () => {
  const { url, received } = await serve((_, response) => json(response, 200, []));
  assert.deepEqual(
    await createWebhookClient({ token: async () => "fresh", baseUrl: url }).listEventNames(),
    [],
  );
  assert.equal(received[0]?.headers.authorization, "Bearer fresh");
});

test("errors are those of the client", async () => {
  const error = { error: { code: "conflict", message: "There is one." } };
  await assert.rejects((await client(409, error)).webhooks.register(wanted), ReferralsConflictError);
  await assert.rejects((await client(404, error)).webhooks.get(), ReferralsNotFoundError);
});

test("a call keeps its id when it is repeated, and an error has the id of the answer", async () => {
  const given = "0843bdb2-113a-4926-a51c-284aa01d722e";
  const error = { error: { code: "serviceNotAvailable", message: "Later." } };
  const { url, received } = await serve((_, response) =>
    json(response, 503, error, { "MS-RequestId": given }),
  );
  const sent: string[] = [];
  const webhooks = createWebhookClient({
    ...{ token: "t", baseUrl: url, retry: { baseDelayMs: 1 } },
    onRequest: ({ headers }) => sent.push(String(headers.get("ms-requestid"))),
  });
  await assert.rejects(webhooks.get(), (thrown) => {
    assert.ok(thrown instanceof ReferralsServerError);
    assert.equal(thrown.requestId, given);
    assert.deepEqual(new Set(sent), new Set([thrown.clientRequestId]));
    return true;
  });
  assert.deepEqual(
    received.map(({ headers }) => headers["ms-requestid"]),
    sent,
  );
});

test("a response of another shape is rejected", async () => {
  await assert.rejects((await client(200, {})).webhooks.listEventNames(), ReferralsUnexpectedResponseError);
  await assert.rejects(
    (await client(200, "events")).webhooks.listEventNames(),
    ReferralsUnexpectedResponseError,
  );
  await assert.rejects((await client(200, [])).webhooks.get(), ReferralsUnexpectedResponseError);
  await assert.rejects((await client(200, {})).webhooks.sendTestEvent(), ReferralsUnexpectedResponseError);
  await assert.rejects((await client(200, {})).webhooks.getTestResult("1"), ReferralsUnexpectedResponseError);
});

test("reading and replacing are repeated, registering and testing are not", async () => {
  for (const [call, attempts] of [
    ["get", 4],
    ["update", 4],
    ["register", 1],
    ["sendTestEvent", 1],
  ] as const) {
    const { webhooks, received } = await client(503, {
      error: { code: "serviceNotAvailable", message: "Later." },
    });
    await assert.rejects(
      call === "get" || call === "sendTestEvent" ? webhooks[call]() : webhooks[call](wanted),
      ReferralsServerError,
    );
    assert.equal(received.length, attempts, call);
  }
});

test("the id of a test cannot lead to another path", async () => {
  const { webhooks, received } = await client(200, {});
  for (const id of ["", "..", "a/b"]) await assert.rejects(webhooks.getTestResult(id), TypeError);
  assert.equal(received.length, 0);
});
