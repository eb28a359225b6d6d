import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { promisify } from "node:util";
import { createOnce, createReferralsClient, type LedgerEntry } from "@partner-referrals/client";
import { createFileLedger } from "@partner-referrals/client/file-ledger";
import { json, referral, serve } from "./server.ts";

const directory = mkdtempSync(join(tmpdir(), "file-ledger-"));
after(() => rmSync(directory, { recursive: true }));
const folder = () => mkdtempSync(join(directory, "ledger-"));

const entryOf = (referralId: string): LedgerEntry => ({
  version: 1,
  state: "created",
  at: new Date().toISOString(),
  referralId,
});
const deal = {
  externalReferenceId: "CRM-1",
  type: "Independent",
  customerProfile: {},
  consent: {},
  details: {},
};

describe("the file ledger keeps keys apart", () => {
  const keys = ["..", ".", "a/b", "a%2Fb", "é", "e\u0301", "con", "k".repeat(300), `${"k".repeat(299)}l`];

  test("whatever characters they have, and however long they are", async () => {
    const ledger = createFileLedger(folder());
    for (const key of [...keys, "销售".repeat(60)]) {
      assert.equal(await ledger.last(key), undefined);
      assert.ok(await ledger.append(key, entryOf(key)));
      assert.ok(!(await ledger.append(key, entryOf("other"))));
      assert.equal((await ledger.last(key))?.referralId, key);
    }
  });

  test("also where names are compared without regard to case", async () => {
    const path = folder();
    const ledger = createFileLedger(path);
    for (const key of ["Deal", "deal", "DEAL", "a/B", "a%2fB", "a%2FB"])
      await ledger.append(key, entryOf(key));
    const names = readdirSync(path).map((name) => name.toLowerCase());
    assert.equal(new Set(names).size, 6);
  });
});

describe("an entry that is damaged", () => {
  for (const [how, damage] of [
    ["cut", (file: string) => truncateSync(file, statSync(file).size - 5)],
    ["empty", (file: string) => truncateSync(file, 0)],
    ["overwritten", (file: string) => writeFileSync(file, "\0".repeat(100))],
    ["of another shape", (file: string) => writeFileSync(file, "{}")],
  ] as const) {
    test(`is named, and nothing is created: ${how}`, async () => {
      const path = folder();
      const ledger = createFileLedger(path);
      await ledger.append(deal.externalReferenceId, { ...entryOf("1"), state: "started" });
      const [name = ""] = readdirSync(path);
      const file = join(path, name, "1.json");
      damage(file);
      const { url, received } = await serve((_, response) => json(response, 200, referral));
      const referrals = createReferralsClient({ token: "t", baseUrl: url });
      await assert.rejects(createOnce(referrals, deal, { ledger }), (error) => {
        assert.ok(error instanceof Error && error.message.includes(file));
        return true;
      });
      assert.equal(received.length, 0);
    });
  }
});

test("an entry that cannot be written leaves nothing behind, and nothing is created", async () => {
  const path = folder();
  const ledger = createFileLedger(path);
  const entry = { ...entryOf("1"), toJSON: () => assert.fail("The disk is full.") };
  await assert.rejects(ledger.append("key", entry), /disk is full/);
  assert.deepEqual(readdirSync(join(path, "key")), []);
  assert.equal(await ledger.last("key"), undefined);
});

test("processes that share a directory create once", async () => {
  const path = folder();
  let created = 0;
  const { url } = await serve((request, response) => {
    if (request.method === "POST") created++;
    json(response, 200, request.url.includes("?") ? { value: [] } : referral);
  });
  const script = `
    import { createOnce, createReferralsClient, ReferralsCreationPendingError } from "@partner-referrals/client";
    import { createFileLedger } from "@partner-referrals/client/file-ledger";
    const referrals = createReferralsClient({ token: "t", baseUrl: ${JSON.stringify(url)} });
    const ledger = createFileLedger(${JSON.stringify(path)});
    for (let count = 0; count < 20; count++) {
      try {
        await createOnce(referrals, { ...${JSON.stringify(deal)}, externalReferenceId: "CRM-" + count }, { ledger });
      } catch (error) {
        if (!(error instanceof ReferralsCreationPendingError)) throw error;
      }
    }
  `;
  const run = () =>
    promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      cwd: import.meta.dirname,
    });
  await Promise.all([run(), run(), run()]);
  assert.equal(created, 20);
});
