import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, mock, test } from "node:test";
import { createWebhookClient } from "@partner-referrals/client/webhooks";
import { eventSigner } from "@partner-referrals/server/certificates";
import { createReceiver, registerReceiver } from "./examples/webhooks.ts";
import { json, serve } from "./server.ts";
import { intermediate, keys, root } from "./webhooks/certificates.ts";
import { delivery, event } from "./webhooks/deliveries.ts";

test("the example hands on what changed, and rejects what Partner Center did not send", async () => {
  mock.method(console, "warn", () => {});
  const signer = eventSigner(intermediate, { keys });
  const certificates = await serve((_, response) => response.end(signer.pem + intermediate.pem));
  const changes: string[] = [];
  const receiver = createReceiver({ trustedRoots: [root.pem], allowLoopbackHttp: true }, async (id) => {
    changes.push(id);
  }).listen(0, "127.0.0.1");
  after(() => receiver.close());
  await once(receiver, "listening");
  // A cast: the address of a listening TCP server is not a string.
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;

  const { headers, body } = delivery(signer, certificates.url);
  assert.equal((await fetch(url, { method: "POST", headers, body })).status, 204);
  assert.equal((await fetch(url, { method: "POST", headers, body: `${body} ` })).status, 401);
  assert.equal((await fetch(url)).status, 401);
  assert.deepEqual(changes, [event.ResourceUri.split("/").at(-1)]);
});

test("the example registers, and sees whether a test event arrived", async () => {
  const answers = [
    { WebhookUrl: "https://hooks.proseware.example", WebhookEvents: [] },
    { correlationId: "1" },
    { correlationId: "1", status: "completed", results: [{ responseCode: "OK" }] },
  ];
  const { url, received } = await serve((_, response, count) => json(response, 200, answers[count - 1]));
  const webhooks = createWebhookClient({ token: "t", baseUrl: url });
  assert.equal(await registerReceiver(webhooks, "https://hooks.proseware.example"), true);
  assert.deepEqual(
    received.map(({ method }) => method),
    ["POST", "POST", "GET"],
  );
});
