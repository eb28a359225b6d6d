import assert from "node:assert/strict";
import { once } from "node:events";
import { after, describe, test } from "node:test";
import { crm } from "../snippets/keep-a-crm-in-sync/crm.ts";
import { runShell } from "./snippets-shell.ts";
import { assertConforms, runModule, withFolder, withSandbox } from "./snippets-support.ts";

const guide = "keep-a-crm-in-sync";
const deal = {
  name: "Relecloud: live subtitles",
  type: "Independent",
  customerProfile: {},
  consent: {},
  details: { dealValue: 1000 },
};

describe("Keep a CRM in sync", () => {
  const sandbox = withSandbox();
  const folder = withFolder();
  let close = (): unknown => undefined;
  after(() => close());

  test("receives verified events, and takes over what changed", async () => {
    const files = ["root"].map((name) => `${guide}/${name}.sh`);
    const printed = await runShell(files, { cwd: folder(), append: 'printf "%s" "$SANDBOX_ROOT"' });
    assert.equal(printed.trim(), (await sandbox().webhookRoot()).trim());
    process.env.SANDBOX_ROOT = printed;
    process.env.PORT = "0";
    const { receiver } = await import("../snippets/keep-a-crm-in-sync/receiver.ts");
    close = () => receiver.close();
    if (!receiver.listening) await once(receiver, "listening");
    const address = receiver.address();
    assert.ok(address && typeof address === "object");
    const url = `http://127.0.0.1:${address.port}/events`;
    process.env.WEBHOOK_URL = url;

    const { log } = await runModule(`${guide}/register.ts`);
    assert.match(log[0] ?? "", /^The test has the id [\w-]{36}$/);
    const created = await sandbox().client.create(deal);
    await sandbox().control.waitForDeliveries();
    const first = crm.get(created.id);
    assert.deepEqual(first, { name: deal.name, status: "Active", value: 1000, eTag: created.eTag });

    await sandbox().client.update(created.id, [{ op: "replace", path: "/details/dealValue", value: 2000 }]);
    await sandbox().control.waitForDeliveries();
    assert.equal(crm.get(created.id)?.value, 2000);
    for (const { attempts } of sandbox().control.deliveries()) {
      assert.deepEqual(
        attempts.map(({ status }) => status),
        [204],
      );
    }

    const forged = { method: "POST", body: JSON.stringify({ EventName: "referral-updated" }) };
    assert.equal((await fetch(url, forged)).status, 401);
    assertConforms(sandbox());
  });

  test("registers again though there is a registration", async () => {
    await sandbox().control.waitForDeliveries();
    process.env.WEBHOOK_URL = "http://127.0.0.1:1/other";
    const { createWebhookClient } = await import("@partner-referrals/client/webhooks");
    const webhooks = createWebhookClient({ baseUrl: sandbox().url, token: "Proseware:admin" });
    await webhooks.register({
      WebhookUrl: "http://127.0.0.1:1/first",
      WebhookEvents: ["subscription-updated"],
    });
    await runModule(`${guide}/register.ts?again`);
    const { WebhookUrl, WebhookEvents } = await webhooks.get();
    assert.equal(WebhookUrl, "http://127.0.0.1:1/other");
    assert.deepEqual(WebhookEvents.slice(0, 2), ["subscription-updated", "referral-created"]);
  });

  test("finds in a sweep what no event told, and nothing twice", async () => {
    const { sweep } = await import("../snippets/keep-a-crm-in-sync/sweep.ts");
    const { control, client } = sandbox();
    control.clock.freeze("2026-03-01T00:00:00Z");
    await client.create(deal);
    control.clock.freeze("2026-03-03T00:00:00Z");
    const recent = await client.create(deal);
    assert.equal(await sweep(new Date("2026-03-02T00:00:00Z")), 1);
    assert.equal(crm.get(recent.id)?.eTag, recent.eTag);
    assert.equal(await sweep(new Date("2026-03-02T00:00:00Z")), 0);
    assert.equal(await sweep(new Date("2026-02-01T00:00:00Z")), 1);
    assertConforms(sandbox());
  });

  test("sends a change only if nobody was faster", async () => {
    const { push } = await import("../snippets/keep-a-crm-in-sync/push.ts");
    const { sweep } = await import("../snippets/keep-a-crm-in-sync/sweep.ts");
    const { client } = sandbox();
    const { id } = await client.create(deal);
    await sweep(new Date(0));
    assert.equal(await push(id, 3000), true);
    await client.update(id, [{ op: "replace", path: "/details/dealValue", value: 4000 }]);
    assert.equal(await push(id, 5000), false);
    assert.equal(crm.get(id)?.value, 4000);
    assert.equal(await push(id, 5000), true);
    assert.equal((await client.get(id)).details.dealValue, 5000);
    assertConforms(sandbox());
  });

  test("waits when there are too many calls, and says so", async () => {
    sandbox().control.fail({ kind: 429, retryAfter: 0 });
    const log: string[] = [];
    const { exports } = await runModule(`${guide}/patient.ts`);
    const { patient } = exports as typeof import("../snippets/keep-a-crm-in-sync/patient.ts");
    const original = console.log;
    console.log = (line: string) => log.push(line);
    try {
      assert.deepEqual((await patient.list()).value, []);
    } finally {
      console.log = original;
    }
    assert.match(log.join("\n"), /^GET \/v1.0\/engagements\/referrals: 429, again in \d s$/);
  });
});
