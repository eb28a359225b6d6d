import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { listAll } from "@partner-referrals/client";
import type { Seed } from "@partner-referrals/sandbox";
import { deal, start } from "./support/sandbox.ts";

// A cast: the sandbox itself checks it, which is what the first test is about.
const shipped = JSON.parse(readFileSync(new URL("../seed.json", import.meta.url), "utf8")) as Seed;

describe("The shipped seed", () => {
  test("fits the contract, and tells of the present", async () => {
    const sandbox = await start({ seed: shipped });
    const client = sandbox.clientFor("Proseware:admin");
    const referrals = [];
    for await (const referral of listAll(client)) referrals.push(referral);
    assert.ok(referrals.length >= 24);
    const newest = Math.max(...referrals.map(({ createdDateTime = "" }) => Date.parse(createdDateTime)));
    assert.ok(Date.now() - newest < 5 * 86_400_000);
    const waiting = await client.list({ filter: "direction eq 'Incoming' and status eq 'New'" });
    assert.ok(waiting.value.length >= 3);
    const theirs = sandbox.control.actAs("msft").referrals();
    assert.ok(theirs.length >= 4 && theirs.every(({ organizationId }) => organizationId === "msft"));
  });

  test("names nobody", () => {
    const hosts = JSON.stringify(shipped).match(/@[\w.-]+/g) ?? [];
    assert.deepEqual(
      hosts.filter((host) => !host.endsWith(".example") && !host.startsWith("@odata")),
      [],
    );
  });
});

describe("A seed", () => {
  test("needs no more than what a partner sets", async () => {
    const { control, clientFor } = await start({
      seed: { referrals: [deal, { ...deal, status: "New", substatus: "Received" }] },
    });
    const { value } = await clientFor("Proseware:admin").list();
    assert.deepEqual(
      value.map(({ substatus }) => substatus),
      ["Accepted", "Received"],
    );
    assert.equal(control.actAs("Proseware").referrals().length, 2);
  });

  test("is taken as a whole, or not at all", async () => {
    const { control } = await start();
    const wrong = { ...deal, details: { dealValue: "much" } } as unknown as typeof deal;
    assert.throws(
      () => control.seed({ referrals: [deal, wrong] }),
      /referrals\/1\/details\/dealValue must be a number/,
    );
    const impossible = { ...deal, status: "New", substatus: "Won" } as const;
    assert.throws(() => control.seed({ referrals: [impossible] }), { status: 400 });
    const twice = { ...deal, id: "2f1c7c3e-5d0a-4b5e-9c1e-7a40d9f0b6a1" };
    assert.throws(() => control.seed({ referrals: [twice, twice] }), { status: 400 });
    assert.equal(control.actAs("Proseware").referrals().length, 0);
  });
});
