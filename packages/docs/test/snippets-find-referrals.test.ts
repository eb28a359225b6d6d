import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, test } from "node:test";
import { createReferralsClient } from "@partner-referrals/client";
import { runShell, startShell } from "./snippets-shell.ts";
import { assertConforms, runModule, withFolder, withSandbox } from "./snippets-support.ts";

const guide = "find-referrals";
const seed = createRequire(import.meta.url)("@partner-referrals/sandbox/seed.json");

describe("Find referrals", () => {
  const sandbox = withSandbox();
  const folder = withFolder();

  test("starts a sandbox with something to find", async () => {
    await writeFile(join(folder(), "package.json"), "{}");
    const { match, stop } = await startShell(`${guide}/seed.sh`, /(http:\/\/127\.0\.0\.1:\d+)/, {
      cwd: folder(),
    });
    try {
      const baseUrl = match[1] ?? assert.fail();
      const { value } = await createReferralsClient({ baseUrl, token: "Proseware:admin" }).list();
      assert.ok(value.length > 20);
    } finally {
      await stop();
    }
  });

  test("lists what waits for an answer, with curl", async () => {
    sandbox().control.seed(seed);
    const { value } = JSON.parse(await runShell([`${guide}/unanswered.sh`], { cwd: folder() }));
    assert.deepEqual(
      value.map(({ name }: { name: string }) => name),
      ["City Power & Light: outage map", "Tailwind Toys: Microsoft 365 for the shop floor"],
    );
    assertConforms(sandbox());
  });

  test("follows the link to the next page, with curl", async () => {
    for (let index = 0; index < 101; index++) {
      await sandbox().client.create({
        type: "Independent",
        name: `Deal ${index}`,
        customerProfile: {},
        consent: {},
        details: {},
      });
    }
    await runShell([`${guide}/pages.sh`], { cwd: folder() });
    const { value } = JSON.parse(await readFile(join(folder(), "next-page.json"), "utf8"));
    assert.deepEqual(
      value.map(({ name }: { name: string }) => name),
      ["Deal 100"],
    );
    assertConforms(sandbox());
  });

  test("finds what each recipe says", async () => {
    const planted = sandbox()
      .control.seed(seed)
      .filter(({ organizationName }) => organizationName === "Proseware");
    const { log } = await runModule(`${guide}/cookbook.ts`);
    const unanswered = planted.filter(
      ({ direction, status }) => direction === "Incoming" && status === "New",
    );
    const swiss = planted.filter(
      ({ customerProfile, status }) => customerProfile.address?.country === "CH" && status === "Active",
    );
    const ended = (substatus: string) =>
      planted.filter((referral) => referral.substatus === substatus).length;
    const names = log
      .slice(unanswered.length, unanswered.length + 1)
      .join()
      .split(",");
    assert.ok(unanswered.length > 1 && swiss.length > 1 && ended("Won") > 1);
    assert.deepEqual(log, [
      ...unanswered.map(({ name, expirationDateTime }) => `${name} ${expirationDateTime}`),
      ...[names.join(","), "1"],
      ...swiss.map(({ name }) => name),
      `${ended("Won")} ${ended("Lost")}`,
      "(direction eq 'Incoming' and (status eq 'New')) or (team/any(item:item/email eq 'sales@proseware.example'))",
      `${unanswered.length}`,
      `a page of ${planted.length}`,
      "team/any(item:item/email eq 'o''neill@proseware.example')",
    ]);
    assert.equal(names.length, 5);
    for (const name of names) {
      const deal = planted.find((referral) => referral.name === name);
      assert.equal(deal?.status, "Active");
      assert.ok(deal.team?.some(({ email }) => email === "sales@proseware.example"));
    }
    assertConforms(sandbox());
  });
});
