import assert from "node:assert/strict";
import { sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import {
  ReferralsWebhookError,
  type VerifyWebhookOptions,
  verifyWebhook,
  type WebhookErrorCode,
} from "@partner-referrals/client/webhooks";
import { eventSigner, rsa } from "@partner-referrals/server/certificates";
import { webhookHeaders } from "@partner-referrals/types";
import { serve } from "./server.ts";
import { intermediate, keys, root } from "./webhooks/certificates.ts";
import { delivery, event, events, failedAs } from "./webhooks/deliveries.ts";

const signer = eventSigner(intermediate, { keys });
const certificates = await serve((_, response) => response.end(`${signer.pem}${intermediate.pem}`));
const certificateUrl = `${certificates.url}/events.cer`;
const options: VerifyWebhookOptions = { trustedRoots: [root.pem], allowLoopbackHttp: true };

/** A receiver as a partner has one. It answers with the event, or with the code of the failed check. */
const receiver = createServer(async (request, response) => {
  try {
    const verified = await verifyWebhook({ headers: request.headers, body: request }, options);
    response.end(JSON.stringify(verified));
  } catch (error) {
    response.statusCode = error instanceof ReferralsWebhookError ? 401 : 500;
    response.end(error instanceof ReferralsWebhookError ? error.code : String(error));
  }
}).listen(0, "127.0.0.1");
await once(receiver, "listening");
after(() => receiver.close());

async function deliver(headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>) {
  // A cast: the address of a listening TCP server is not a string.
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/partner-center`;
  const response = await fetch(url, { method: "POST", headers, body });
  return { status: response.status, text: await response.text() };
}

/** Delivers with other headers, and expects the failure of one check. */
async function assertRejected(
  code: WebhookErrorCode,
  headers: Record<string, string | undefined>,
): Promise<void> {
  const sent = { ...delivery(signer, certificateUrl).headers, ...headers };
  const present = Object.entries(sent).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const answer = await deliver(Object.fromEntries(present), delivery(signer, certificateUrl).body);
  assert.deepEqual(answer, { status: 401, text: code });
}

test("a delivery that Partner Center signed arrives as an event", async () => {
  for (const each of events) {
    const { headers, body } = delivery(signer, certificateUrl, JSON.stringify(each));
    const { status, text } = await deliver(headers, body);
    assert.equal(status, 200);
    assert.equal(JSON.parse(text).referralId, each.ResourceUri.split("/").at(-1));
    assert.deepEqual(JSON.parse(text).raw, each);
  }
});

test("the signature may come in x-ms-signature, beside an Authorization of the receiver's own", async () => {
  const { headers, body } = delivery(signer, certificateUrl);
  const { authorization = "", ...others } = headers;
  assert.equal((await deliver({ ...others, "x-ms-signature": authorization }, body)).status, 200);
  const both = { ...others, "x-ms-signature": authorization, authorization: "Basic dXNlcjpwYXNz" };
  assert.equal((await deliver(both, body)).status, 200);
});

test("the scheme and the algorithm may be in any case", async () => {
  const { headers, body } = delivery(signer, certificateUrl);
  const authorization = String(headers.authorization).replace("Signature", "SIGNATURE");
  const answer = await deliver({ ...headers, authorization, "x-ms-signature-algorithm": "RSA-SHA256" }, body);
  assert.equal(answer.status, 200);
});

test("a request of the Fetch API, and the event of a function, are verified as they are", async () => {
  const { headers, body } = delivery(signer, certificateUrl);
  const request = new Request("http://hooks.example", { method: "POST", headers, body });
  assert.deepEqual((await verifyWebhook(request, options)).raw, event);
  const upper = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
  );
  for (const each of [body, Buffer.from(body), new TextEncoder().encode(body).buffer]) {
    assert.deepEqual((await verifyWebhook({ headers: upper, body: each }, options)).raw, event);
  }
});

test("the bytes are what is signed, also where they are odd JSON", async () => {
  const body = `\n{"EventName" : "test-created",\r\n "ResourceUri":"\\u0031", "ResourceName":"t\u{1F4E8}", "ResourceChangeUtcDate":"2026-03-09T14:02:11Z"}\t`;
  const { headers } = delivery(signer, certificateUrl, body);
  assert.equal((await verifyWebhook({ headers, body }, options)).name, "test-created");
  const again = JSON.stringify(JSON.parse(body));
  await assert.rejects(verifyWebhook({ headers, body: again }, options), failedAs("invalid-signature"));
});

test("a body that was changed, cut or lengthened by one byte is rejected", async () => {
  const { headers, body } = delivery(signer, certificateUrl);
  for (const changed of [
    body.replace("referral-created", "referral-updated"),
    body.slice(0, -1),
    `${body} `,
    "",
  ]) {
    assert.deepEqual(await deliver(headers, changed), { status: 401, text: "invalid-signature" });
  }
  const bytes = new TextEncoder().encode(body);
  for (let index = 0; index < bytes.length; index++) {
    const changed = bytes.slice();
    changed[index] = (changed[index] ?? 0) ^ 1;
    await assert.rejects(verifyWebhook({ headers, body: changed }, options), failedAs("invalid-signature"));
  }
});

test("a signature of another key, hash or padding is rejected", async () => {
  const { body } = delivery(signer, certificateUrl);
  const bytes = Buffer.from(body);
  const padding = 6; // RSA_PKCS1_PSS_PADDING
  for (const signature of [
    sign("sha256", bytes, rsa().privateKey),
    sign("sha512", bytes, signer.key),
    sign("sha1", bytes, signer.key),
    sign("sha256", bytes, { key: signer.key, padding }),
    Buffer.alloc(256),
    Buffer.alloc(1),
    Buffer.alloc(5000, 1),
  ]) {
    await assertRejected("invalid-signature", { authorization: `Signature ${signature.toString("base64")}` });
  }
});

test("each of the headers must be there", async () => {
  // Only a registration that asks for it gets the other one.
  const { msSignature: _, ...required } = webhookHeaders;
  for (const name of Object.values(required)) {
    await assertRejected("missing-header", { [name.toLowerCase()]: undefined });
    await assertRejected("missing-header", { [name.toLowerCase()]: "" });
    const { headers, body } = delivery(signer, certificateUrl);
    await assert.rejects(
      verifyWebhook({ headers: { ...headers, [name.toLowerCase()]: undefined }, body }, options),
      { code: "missing-header", target: name },
    );
  }
});

test("a header that is not as documented is rejected", async () => {
  const { headers } = delivery(signer, certificateUrl);
  const [, signature = ""] = String(headers.authorization).split(" ");
  for (const authorization of [
    `Bearer ${signature}`,
    signature,
    "Signature",
    "Signature ",
    `Signature ${signature} ${signature}`,
    `Signature ${signature}, Signature ${signature}`,
    `Signature ${signature.slice(1)}`,
    `Signature _${signature.slice(1)}`,
    `Signature -${signature.slice(1)}`,
    `Signature ${"=".repeat(8)}`,
    "Signature ****",
  ]) {
    await assertRejected("malformed-signature", { authorization });
  }
  await assertRejected("malformed-signature", { authorization: undefined, "x-ms-signature": signature });
  const twice = { ...headers, authorization: [`Signature ${signature}`, "Signature AAAA"] };
  const { body } = delivery(signer, certificateUrl);
  await assert.rejects(verifyWebhook({ headers: twice, body }, options), failedAs("malformed-signature"));
  for (const algorithm of [
    "rsa-sha1",
    "rsa-sha512",
    "none",
    "hmac-sha256",
    "rsa-sha256, rsa-sha256",
    "__proto__",
  ]) {
    await assertRejected("unsupported-algorithm", { "x-ms-signature-algorithm": algorithm });
  }
});

test("what was signed but is no event is rejected", async () => {
  for (const body of ["", "{}", "[]", "hello"]) {
    const { headers } = delivery(signer, certificateUrl, body);
    assert.deepEqual(await deliver(headers, body), { status: 401, text: "malformed-event" });
  }
});

test("with maxAgeMs, an older event is rejected, and one as far in the future", async () => {
  const verify = (ageMs: number, maxAgeMs?: number) => {
    const ResourceChangeUtcDate = new Date(Date.now() - ageMs).toISOString();
    const sent = delivery(signer, certificateUrl, JSON.stringify({ ...event, ResourceChangeUtcDate }));
    return verifyWebhook(sent, maxAgeMs === undefined ? options : { ...options, maxAgeMs });
  };
  await assert.rejects(verify(61_000, 60_000), failedAs("stale-event"));
  await assert.rejects(verify(-120_000, 60_000), failedAs("stale-event"));
  assert.ok(await verify(30_000, 60_000));
  assert.ok(await verify(-30_000, 60_000));
  assert.ok(await verify(100_000_000));
});

test("options that cannot verify anything are a mistake of the receiver", async () => {
  const sent = delivery(signer, certificateUrl);
  const verify = (trustedRoots: VerifyWebhookOptions["trustedRoots"]) =>
    assert.rejects(verifyWebhook(sent, { ...options, trustedRoots }), TypeError);
  await verify([]);
  await verify([""]);
  await verify([root.pem, "-----BEGIN CERTIFICATE-----"]);
  await verify([root.certificate.subarray(1)]);
});

test("the roots are read once", async () => {
  const trustedRoots = [root.pem];
  const sent = delivery(signer, certificateUrl);
  assert.ok(await verifyWebhook(sent, { ...options, trustedRoots }));
  trustedRoots.push("not read any more");
  assert.ok(await verifyWebhook(sent, { ...options, trustedRoots }));
});

test("a copy of the body is verified, so that it cannot change in between", async () => {
  const { headers, body } = delivery(signer, certificateUrl);
  const bytes = Buffer.from(body);
  const meanwhile = (url: string, init: RequestInit) => {
    bytes.fill(0x20);
    return fetch(url, init);
  };
  assert.deepEqual(
    (await verifyWebhook({ headers, body: bytes }, { ...options, fetch: meanwhile })).raw,
    event,
  );
});
