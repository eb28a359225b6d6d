import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import {
  type CreationLedger,
  createMemoryLedger,
  createOnce,
  createReferralsClient,
  ReferralsBadRequestError,
  ReferralsCreationPendingError,
  ReferralsServerError,
} from "@partner-referrals/client";
import { createFileLedger } from "@partner-referrals/client/file-ledger";
import { closedUrl, json, referral, serve } from "./server.ts";

const deal = {
  externalReferenceId: "CRM-1",
  type: "Independent",
  customerProfile: {},
  consent: {},
  details: {},
};
const directory = mkdtempSync(join(tmpdir(), "ledger-"));
after(() => rmSync(directory, { recursive: true }));

type Loss = "lost" | "failed" | 400 | undefined;

/** A service that stores what is created, and loses the response (`lost`) or the request (`failed`) of some creations. */
async function service(losses: Loss[] = [], existing = 0) {
  const stored: { id: string; externalReferenceId?: string; createdDateTime: string }[] = Array.from(
    { length: existing },
    (_, index) => ({ ...referral, id: `old-${index}`, externalReferenceId: `OLD-${index}` }),
  );
  const server = await serve(({ method, url, body }, response) => {
    if (method === "POST") {
      const loss = losses.shift();
      if (loss === 400) return json(response, 400, { error: { code: "invalidRequest", message: "No." } });
      if (loss === "failed") return json(response, 503, { error: { code: "c", message: "Later." } });
      const created = {
        ...referral,
        ...JSON.parse(body),
        id: `new-${stored.length}`,
        createdDateTime: new Date().toISOString(),
      };
      stored.unshift(created);
      return loss === "lost" ? response.socket?.destroy() : json(response, 201, created);
    }
    const id = /referrals\/([^?]+)/.exec(url)?.[1];
    if (id)
      return json(
        response,
        200,
        stored.find((one) => one.id === id),
      );
    const { searchParams } = new URL(url, "http://host");
    const start = Number(searchParams.get("$skiptoken") ?? 0);
    const since = searchParams.get("$filter")?.split(" ge ")[1] ?? "";
    const found = stored.filter(({ createdDateTime }) => createdDateTime >= since);
    json(response, 200, {
      value: found.slice(start, start + 10),
      ...(found.length > start + 10 && { "@odata.nextLink": `?$skiptoken=${start + 10}` }),
    });
  });
  return {
    referrals: createReferralsClient({ token: "t", baseUrl: server.url, retry: { baseDelayMs: 1 } }),
    created: () =>
      stored.filter(({ externalReferenceId }) => externalReferenceId === deal.externalReferenceId).length,
    requests: () => server.received.map(({ method, url }) => `${method} ${url.split("?")[0]}`),
  };
}

const ledgers: Record<string, () => CreationLedger> = {
  memory: createMemoryLedger,
  files: () => createFileLedger(mkdtempSync(join(directory, "files-"))),
};

for (const [name, createLedger] of Object.entries(ledgers)) {
  describe(`createOnce with a ledger of ${name}`, () => {
    test("creates once, however often it is called", async () => {
      const { referrals, created } = await service();
      const ledger = createLedger();
      const first = await createOnce(referrals, deal, { ledger });
      assert.equal((await createOnce(referrals, deal, { ledger })).id, first.id);
      assert.equal(created(), 1);
    });

    test("finds the referral when the response is lost", async () => {
      const { referrals, created } = await service(["lost"]);
      const ledger = createLedger();
      const found = await createOnce(referrals, deal, { ledger });
      assert.equal((await createOnce(referrals, deal, { ledger })).id, found.id);
      assert.equal(created(), 1);
    });

    test("finds the referral after a crash between request and response", async () => {
      const { referrals, created } = await service(["lost"]);
      const ledger = createLedger();
      // What a crash leaves behind: an entry that was begun, and a referral that nobody was told about.
      const at = new Date().toISOString();
      await ledger.append(deal.externalReferenceId, { version: 1, state: "started", at });
      await assert.rejects(referrals.create(deal, { retry: false }));
      await createOnce(referrals, deal, { ledger });
      assert.equal(created(), 1);
    });

    test("creates at once after an error that says it was not executed", async () => {
      const { referrals, created, requests } = await service([400]);
      const ledger = createLedger();
      await assert.rejects(createOnce(referrals, deal, { ledger }), ReferralsBadRequestError);
      await createOnce(referrals, deal, { ledger });
      assert.equal(created(), 1);
      assert.deepEqual(new Set(requests()), new Set(["POST /v1.0/engagements/referrals"]));
    });

    test("does not create again as long as the lost request may be executed, then it does", async () => {
      const { referrals, created } = await service(["failed"]);
      const ledger = createLedger();
      await assert.rejects(createOnce(referrals, deal, { ledger }), ReferralsServerError);
      await assert.rejects(createOnce(referrals, deal, { ledger }), (error) => {
        assert.ok(error instanceof ReferralsCreationPendingError);
        assert.ok(error.retryAfterMs > 100_000 && error.retryAfterMs <= 120_000, `${error.retryAfterMs}`);
        return true;
      });
      assert.equal(created(), 0);
      await createOnce(referrals, deal, { ledger, leaseMs: 0 });
      assert.equal(created(), 1);
    });

    test("creates once when several workers try at the same moment", async () => {
      const { referrals, created } = await service();
      const ledger = createLedger();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 5 }, () => createOnce(referrals, deal, { ledger })),
      );
      assert.equal(created(), 1);
      assert.ok(outcomes.some(({ status }) => status === "fulfilled"));
      for (const outcome of outcomes) {
        if (outcome.status === "rejected") assert.ok(outcome.reason instanceof ReferralsCreationPendingError);
      }
    });
  });
}

describe("createOnce", () => {
  test("stops looking at referrals from before the creation", async () => {
    const { referrals, requests } = await service(["failed"], 50);
    await assert.rejects(createOnce(referrals, deal, { ledger: createMemoryLedger() }), ReferralsServerError);
    assert.equal(requests().filter((request) => request.startsWith("GET")).length, 1);
  });

  test("throws the error of the creation when looking fails too", async () => {
    const referrals = createReferralsClient({ token: "t", baseUrl: await closedUrl(), retry: false });
    await assert.rejects(createOnce(referrals, deal, { ledger: createMemoryLedger() }), {
      name: "ReferralsNetworkError",
      method: "POST",
    });
  });

  test("finds a referral that was created when the clock of this machine was hours ahead", async () => {
    const { referrals, created } = await service(["lost"]);
    const ledger = createMemoryLedger();
    const at = new Date(Date.now() + 12 * 3_600_000).toISOString();
    await ledger.append(deal.externalReferenceId, { version: 1, state: "started", at });
    await assert.rejects(referrals.create(deal, { retry: false }));
    await createOnce(referrals, deal, { ledger });
    assert.equal(created(), 1);
  });

  test("finds the referral when the ledger fails after the creation", async () => {
    const { referrals, created } = await service();
    const ledger = createMemoryLedger();
    let isFull = true;
    const failing: CreationLedger = {
      last: (key) => ledger.last(key),
      append: async (key, entry) => {
        if (isFull && entry.state === "created") throw new Error("The disk is full.");
        return ledger.append(key, entry);
      },
    };
    await assert.rejects(createOnce(referrals, deal, { ledger: failing }), /disk is full/);
    isFull = false;
    await createOnce(referrals, deal, { ledger: failing });
    assert.equal(created(), 1);
  });

  test("needs an externalReferenceId", async () => {
    const { referrals } = await service();
    const anonymous = { ...deal, externalReferenceId: "" };
    await assert.rejects(createOnce(referrals, anonymous, { ledger: createMemoryLedger() }), TypeError);
  });
});
