/** Deep pages by `$skip`: right whatever is written in between, and no slower the deeper they are. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { referralStates } from "@partner-referrals/types";
import { createSkipMarks } from "../dist/store/sqlite/skip-marks.js";
import type { Cursor } from "../dist/store/store.js";
import { collection, deal, start } from "./support/sandbox.ts";

const { Won: won } = referralStates;
const token = "Bearer Proseware:admin";
const size = 1800;
/** How often all lists are compared. A long run does it as often as SKIPS says. */
const rounds = Number(process.env.SKIPS ?? 2);

/** Numbers that look random, and are the same in each run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("A page by $skip", () => {
  test("has what the pages by next link have at its place, also after writes", async () => {
    const sandbox = await start();
    const read = async (url: string | URL): Promise<{ ids: string[]; next: string | undefined }> => {
      const response = await fetch(url, { headers: { authorization: token } });
      assert.equal(response.status, 200);
      const body: { value: { id: string }[]; "@odata.nextLink"?: string } = JSON.parse(await response.text());
      const ids = body.value.map(({ id }) => id);
      return { ids, next: body["@odata.nextLink"] };
    };
    const urlOf = (query: Record<string, string>) =>
      `${sandbox.url}${collection}?${new URLSearchParams(query)}`;
    const readAll = async (query: Record<string, string>): Promise<string[]> => {
      const all: string[] = [];
      for (let url: string | undefined = urlOf(query); url !== undefined; ) {
        const page = await read(url);
        all.push(...page.ids);
        url = page.next;
      }
      return all;
    };
    const countries = ["DE", "DE", "DE", "DE", "US", undefined];
    const createdDateTime = (index: number) => new Date(Date.UTC(2026, 0, 1 + (index % 90))).toISOString();
    const referrals = Array.from({ length: size }, (_, index) => {
      const country = countries[index % countries.length];
      const customerProfile = { name: "Customer", ...(country && { address: { country } }) };
      return { ...deal, customerProfile, createdDateTime: createdDateTime(index) };
    });
    const seeded: string[] = [];
    for (let first = 0; first < size; first += 500)
      seeded.push(
        ...(await sandbox.control.seed({ referrals: referrals.slice(first, first + 500) })).map(
          ({ id }) => id,
        ),
      );
    const queries: Record<string, string>[] = [
      { $orderby: "createdDateTime desc" },
      { $filter: "customerProfile/address/country eq 'DE'" },
      { $filter: "customerProfile/address/country ne 'US'", $orderby: "updatedDateTime" },
      { $orderby: "customerProfile/address/country desc,createdDateTime" },
      { $filter: "status eq 'Active'", $orderby: "customerProfile/address/country" },
    ];
    const random = createRandom(7);
    const client = sandbox.clientFor("Proseware:admin");
    const write = async (): Promise<void> => {
      const [id = ""] = seeded.splice(random(seeded.length), 1);
      const kind = random(3);
      if (kind === 0) await client.create(deal);
      else if (kind === 1)
        await client.update(id, [
          { op: "replace", path: "/status", value: won.status },
          { op: "replace", path: "/substatus", value: won.substatus },
        ]);
      else
        await sandbox.control.seed({
          referrals: [{ ...deal, createdDateTime: createdDateTime(random(90)) }],
        });
    };
    for (let round = 0; round < rounds; round++) {
      for (const query of queries) {
        const all = await readAll(query);
        for (let page = 0; page < 4; page++) {
          const skip = page === 3 ? all.length + 1 : 1000 + random(all.length - 1000);
          const { ids } = await read(urlOf({ ...query, $skip: String(skip), $top: "20" }));
          assert.deepEqual(ids, all.slice(skip, skip + 20), `${JSON.stringify(query)} ${skip} ${round}`);
        }
      }
      for (let count = 0; count < 6; count++) await write();
    }
  });

  test("does not count again what was skipped for the page before", () => {
    const skipped: number[] = [];
    const startOf = (after: Cursor | undefined) => after?.seq ?? 0;
    const marks = createSkipMarks({
      readPage({ after, skip, limit }) {
        skipped.push(skip);
        return Array.from({ length: limit + 1 }, (_, index) => startOf(after) + skip + index + 1);
      },
      listKey: () => "all",
      cursorOf: (seq) => ({ seq, values: [] }),
      countUpTo: () => 0,
    });
    const condition = { type: "and", operands: [] } as const;
    for (let skip = 0; skip < 20_000; skip += 100) {
      const page = marks.readPage({ condition, sort: [], skip, limit: 100, maxLength: 1 });
      assert.deepEqual([page.length, page[0]], [101, skip + 1]);
    }
    assert.ok(Math.max(...skipped) <= 1000, `${Math.max(...skipped)} are skipped for one page.`);
  });
});
