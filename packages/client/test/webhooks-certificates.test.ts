import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { type VerifyWebhookOptions, verifyWebhook } from "@partner-referrals/client/webhooks";
import { eventSigner, type Party } from "@partner-referrals/server/certificates";
import { serve, type TestServer } from "./server.ts";
import { intermediate, keys, root } from "./webhooks/certificates.ts";
import { delivery, event, failedAs } from "./webhooks/deliveries.ts";

const signer = eventSigner(intermediate, { keys });
const options: VerifyWebhookOptions = { trustedRoots: [root.pem], allowLoopbackHttp: true };
const minute = 60_000;

/** A server of certificates. What it serves can be exchanged; `undefined` is a 503. */
async function certificateServer(): Promise<TestServer & { certificate: Party | undefined }> {
  const server = await serve((_, response) => {
    const { certificate } = state;
    if (certificate) response.end(certificate.pem + intermediate.pem);
    else response.writeHead(503).end();
  });
  const state: TestServer & { certificate: Party | undefined } = { ...server, certificate: signer };
  return state;
}

const verify = (url: string, by = signer) => verifyWebhook(delivery(by, url), options);

describe("A certificate", () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ["Date"], now: Date.now() });
  });
  afterEach(() => mock.timers.reset());

  test("a certificate is fetched once for many deliveries", async () => {
    const { url, received } = await certificateServer();
    for (let count = 0; count < 5; count++) assert.deepEqual((await verify(url)).raw, event);
    assert.equal(received.length, 1);
  });

  test("deliveries at the same time share one fetch", async () => {
    const { url, received } = await certificateServer();
    await Promise.all(Array.from({ length: 50 }, () => verify(url)));
    assert.equal(received.length, 1);
  });

  test("after an hour it is fetched again", async () => {
    const { url, received } = await certificateServer();
    await verify(url);
    mock.timers.tick(59 * minute);
    await verify(url);
    assert.equal(received.length, 1);
    mock.timers.tick(minute);
    await verify(url);
    assert.equal(received.length, 2);
  });

  test("a certificate that was exchanged is noticed by the first delivery signed with the new one", async () => {
    const server = await certificateServer();
    await verify(server.url);
    server.certificate = eventSigner(intermediate);
    mock.timers.tick(2 * minute);
    assert.deepEqual((await verify(server.url, server.certificate)).raw, event);
    assert.equal(server.received.length, 2);
  });

  test("strangers cannot make it be fetched more often than once a minute", async () => {
    const { url, received } = await certificateServer();
    const stranger = eventSigner(intermediate);
    for (let count = 0; count < 10; count++)
      await assert.rejects(verify(url, stranger), failedAs("invalid-signature"));
    assert.equal(received.length, 1);
    mock.timers.tick(minute);
    await Promise.all(
      Array.from({ length: 10 }, () => assert.rejects(verify(url, stranger), failedAs("invalid-signature"))),
    );
    assert.equal(received.length, 2);
    assert.ok(await verify(url));
  });

  test("a failed fetch is not cached", async () => {
    const server = await certificateServer();
    server.certificate = undefined;
    await assert.rejects(verify(server.url), failedAs("unavailable-certificate"));
    server.certificate = signer;
    assert.ok(await verify(server.url));
    assert.equal(server.received.length, 2);
  });

  test("a cached certificate is not used after it expires", async () => {
    const server = await certificateServer();
    await verify(server.url);
    mock.timers.tick(31 * 24 * 60 * minute);
    await assert.rejects(verify(server.url), failedAs("expired-certificate"));
  });

  test("one signer's certificate is not used for another's URL", async () => {
    const { url } = await certificateServer();
    const other = await certificateServer();
    other.certificate = eventSigner(intermediate);
    await verify(url);
    await assert.rejects(verify(other.url), failedAs("invalid-signature"));
    assert.ok(await verify(other.url, other.certificate));
  });

  test("URLs without number do not pile up", async () => {
    const { url, received } = await certificateServer();
    for (let count = 0; count < 20; count++) await verify(`${url}/${count}`);
    await verify(`${url}/19`);
    assert.equal(received.length, 20);
    await verify(`${url}/0`);
    assert.equal(received.length, 21);
  });
});
