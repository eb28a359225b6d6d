import assert from "node:assert/strict";
import { test } from "node:test";
import { startReceiver } from "./support/receiver.ts";
import { collection, deal, start } from "./support/sandbox.ts";

test("A sandbox tells receivers to fetch the certificate at its public address", async () => {
  const receiver = await startReceiver();
  const sandbox = await start({ publicUrl: "https://sandbox.example/" });
  await sandbox.call("POST", "/webhooks/v1/registration", {
    body: { WebhookUrl: receiver.url, WebhookEvents: ["referral-created"] },
  });
  await sandbox.call("POST", collection, { body: deal });
  await sandbox.control.waitForDeliveries();
  assert.match(
    String(receiver.received[0]?.headers["x-ms-certificate-url"]),
    /^https:\/\/sandbox\.example\/_sandbox\//,
  );
});

test("A control key is not needed in the library", async () => {
  const sandbox = await start({ controlKey: "secret" });
  sandbox.control.clock.freeze("2026-03-02T09:15:00Z");
  assert.equal((await sandbox.client.create(deal)).createdDateTime.slice(0, 10), "2026-03-02");
});
