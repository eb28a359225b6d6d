import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
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
  let crm: typeof import("../snippets/keep-a-crm-in-sync/crm.ts");
  before(async () => {
    process.env.CRM_FILE = join(folder(), "crm.db");
    crm = await import("../snippets/keep-a-crm-in-sync/crm.ts");
  });

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
    const first = crm.find(created.id);
    assert.deepEqual(first, { name: deal.name, status: "Active", value: 1000, eTag: created.eTag });

    await sandbox().client.update(created.id, [{ op: "replace", path: "/details/dealValue", value: 2000 }]);
    await sandbox().control.waitForDeliveries();
    assert.equal(crm.find(created.id)?.value, 2000);
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
    assert.equal(crm.find(recent.id)?.eTag, recent.eTag);
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
    assert.equal(crm.find(id)?.value, 4000);
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

  test("shares a deal once, also when responses are lost, and knows whose related event comes", async () => {
    const { share } = await import("../snippets/keep-a-crm-in-sync/share.ts");
    const { client, control } = sandbox();
    const coSell = {
      ...deal,
      type: "Shared" as const,
      externalReferenceId: "CRM-20533",
      target: [{ type: "SolutionProfile", id: "SOL-48213-PRW" }],
      customerProfile: {
        name: "Alpine Ski House",
        address: { country: "CH" },
        team: [{ firstName: "IT", lastName: "Operations", email: "it@alpineskihouse.example" }],
      },
      consent: { consentToContact: true, consentToShareReferralWithMicrosoftSellers: true },
    };
    const match = { operationId: "createReferral" };
    control.fail({ kind: 504, afterProcessing: true, match });
    control.fail({ kind: "slow", delay: 1, match });
    const id = await share(coSell);
    const [connected, ...others] = control.actAs("msft").referrals();
    assert.equal(others.length, 0);
    assert.equal(crm.dealOf(String(connected?.id)), id);

    // The job runs again, as after a crash.
    assert.equal(await share(coSell), id);
    assert.equal((await client.list()).value.length, 1);
    assert.equal(control.actAs("msft").referrals().length, 1);
  });

  test("pushes a value once though its response is lost", async () => {
    const { push } = await import("../snippets/keep-a-crm-in-sync/push.ts");
    const { client, control } = sandbox();
    const created = await client.create(deal);
    crm.save(created);
    control.fail({ kind: 504, afterProcessing: true, match: { operationId: "updateReferral" } });
    assert.equal(await push(created.id, 7000), true);
    assert.equal(crm.find(created.id)?.value, 7000);
  });

  test("goes on where it was after it was killed during the import", async () => {
    const { client, control } = sandbox();
    for (let count = 0; count < 250; count++) await client.create({ ...deal, name: `Deal ${count}` });
    const file = join(folder(), "killed.db");
    // So that it is killed between two pages.
    control.fail({ kind: "slow", delay: 500, times: 2, match: { operationId: "listReferrals" } });
    const first = startSync(file);
    await printed(first, /^Imported 100/);
    first.kill("SIGKILL");
    await once(first, "close");

    const changed = await client.create({ ...deal, name: "Created while nobody listened" });
    const second = startSync(file);
    const lines = await printed(second, /^Swept up/);
    assert.deepEqual(lines.slice(0, -1), ["Imported 100 deals", "Imported 51 deals"]);
    second.kill("SIGKILL");
    await once(second, "close");
    const stored = new DatabaseSync(file, { readOnly: true });
    assert.equal(stored.prepare("SELECT count(*) AS count FROM deals").get()?.count, 251);
    assert.ok(stored.prepare("SELECT 1 FROM deals WHERE id = ?").get(changed.id));
    stored.close();
  });
});

/** Starts the program of the guide as a process of its own. */
function startSync(file: string): ChildProcess {
  const program = fileURLToPath(new URL("../snippets/keep-a-crm-in-sync/sync.ts", import.meta.url));
  return spawn(process.execPath, [program], {
    env: { ...process.env, CRM_FILE: file, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Resolves with what a process has printed, once there is such a line. */
async function printed(child: ChildProcess, expected: RegExp): Promise<string[]> {
  assert.ok(child.stdout);
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (expected.test(line)) return lines;
  }
  assert.fail(`The process ended without printing ${expected}: ${lines.join(", ")}`);
}
