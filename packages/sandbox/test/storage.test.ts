/** Files that are damaged, foreign or cannot be written are named as what they are. */
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import { startSandbox } from "@partner-referrals/sandbox";
import { nameStorageErrors } from "../dist/store/sqlite/errors.js";
import { deal } from "./support/sandbox.ts";

const folder = mkdtempSync(join(tmpdir(), "storage-"));
after(() => rmSync(folder, { recursive: true }));
const whole = join(folder, "whole.db");
const name = "A name to look for";

before(async () => {
  const { client, close } = await startSandbox({ port: 0, data: whole });
  for (let count = 0; count < 200; count++) await client.create({ ...deal, name: `${name} ${count}` });
  await close();
});

function damage(file: string, change: (bytes: Buffer) => Buffer): string {
  const damaged = join(folder, file);
  writeFileSync(damaged, change(readFileSync(whole)));
  return damaged;
}

describe("A file", () => {
  const cases: [string, (bytes: Buffer) => Buffer, RegExp][] = [
    [
      "with a flipped quote in a referral",
      (bytes) => {
        bytes[bytes.lastIndexOf(`"name":"${name}`) + 1] = 0x22;
        return bytes;
      },
      /is damaged/,
    ],
    ["that is cut", (bytes) => bytes.subarray(0, Math.floor(bytes.length / 2 / 4096) * 4096), /is damaged/],
    ["with zeros in the middle", (bytes) => bytes.fill(0, 8192, 12_288), /is damaged/],
    ["with a broken header", (bytes) => bytes.fill(0, 0, 16), /is not a database/],
    [
      "that is empty but for its name",
      () => Buffer.from("This is no database. ".repeat(300)),
      /is not a database/,
    ],
  ];
  for (const [index, [what, change, message]] of cases.entries())
    test(`${what} is rejected at the start`, async () => {
      const data = damage(`damaged-${index}.db`, change);
      await assert.rejects(startSandbox({ port: 0, data }), { message });
    });

  test("that is whole is opened", async () => {
    const copy = join(folder, "copy.db");
    copyFileSync(whole, copy);
    const { control, close } = await startSandbox({ port: 0, data: copy });
    assert.equal(control.actAs("Proseware").referrals().length, 200);
    await close();
  });

  test("in a folder that is not there is named", async () => {
    await assert.rejects(startSandbox({ port: 0, data: join(folder, "missing", "x.db") }), {
      message: /cannot be opened/,
    });
  });
});

describe("An error while writing", () => {
  test("says that the disk is full", () => {
    const database = new DatabaseSync(":memory:");
    database.exec("PRAGMA max_page_count = 10; CREATE TABLE texts (text)");
    const fill = () => database.exec(`INSERT INTO texts VALUES ('${"x".repeat(100_000)}')`);
    assert.throws(() => nameStorageErrors("my.db", fill), { message: "The disk of my.db is full." });
    database.close();
  });
});
