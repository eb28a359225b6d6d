/** No request keeps others waiting: the slowest ones that were found, and random ones that look for slower ones. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import fc from "fast-check";
import { collection, deal, start, type TestResponse } from "./support/sandbox.ts";

const sandbox = await start({ logLevel: "silent" });
/** In milliseconds of the thread that serves all requests; the client's share of it is in there too. */
const maxCpu = 250;
/** How many random requests are tried. A long run tries as many as REQUESTS says. */
const runs = Number(process.env.REQUESTS ?? 10);
const headers = { authorization: "Bearer x", "content-type": "application/json" };
const path = { registration: "/webhooks/v1/registration", preview: "/v2/referrals" };

async function measure(
  method: string,
  target: string,
  body?: string,
): Promise<{ cpu: number; status: number; text: string }> {
  const started = process.threadCpuUsage();
  const response = await fetch(sandbox.url + target, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  const { user, system } = process.threadCpuUsage(started);
  return { cpu: (user + system) / 1000, status: response.status, text };
}

const fill = <Item>(item: Item, count: number): Item[] => Array<Item>(count).fill(item);
const big = { ...deal, details: { notes: "a".repeat(1_000_000) } };
const team = Array.from({ length: 50 }, (_, index) => ({ email: `m${index}@x.example` }));
let id = "";

before(async () => {
  ({ id } = (await sandbox.call("POST", collection, { body: { ...deal, type: "Shared", team } })).body);
  for (let count = 0; count < 20; count++) await sandbox.call("POST", collection, { body: big });
  // Compiles what the cases need.
  for (const [method, target, body] of [
    ["POST", collection, "{}"],
    ["PATCH", `${collection}/${id}`, "[{}]"],
    ["PUT", `${collection}/${id}`, "{}"],
    ["POST", path.registration, "{}"],
    ["POST", path.preview, "{}"],
    ["GET", `${collection}?$filter=contains(name,'a')`],
  ] as const)
    await measure(method, target, body);
});

describe("A body with very many violations is rejected at once", () => {
  const { customerProfile, ...rest } = deal;
  const cases: [string, string, () => string, unknown][] = [
    [
      "contacts",
      "POST",
      () => collection,
      { ...rest, customerProfile: { name: "N", team: fill([], 300_000) } },
    ],
    ["targets", "POST", () => collection, { ...deal, target: fill({}, 300_000) }],
    ["targets of a replacement", "PUT", () => `${collection}/${id}`, { ...deal, target: fill({}, 300_000) }],
    ["patch operations", "PATCH", () => `${collection}/${id}`, fill({}, 300_000)],
    [
      "events",
      "POST",
      () => path.registration,
      { WebhookUrl: "http://localhost/", WebhookEvents: fill(1, 400_000) },
    ],
    [
      "users of the preview",
      "POST",
      () => path.preview,
      { Referral: { Participants: { Users: fill({ Email: 1 }, 80_000) } } },
    ],
    [
      "unknown properties",
      "POST",
      () => collection,
      Object.fromEntries(fill(0, 90_000).map((_, index) => [`k${index}`, 1])),
    ],
    [
      "one late contact",
      "POST",
      () => collection,
      { ...rest, customerProfile: { name: "N", team: [...fill({ email: "a@x.example" }, 30_000), 1] } },
    ],
  ];
  for (const [what, method, target, body] of cases)
    test(what, async () => {
      const text = JSON.stringify(body);
      assert.ok(text.length < 1024 * 1024);
      const { cpu, status, text: sent } = await measure(method, target(), text);
      assert.equal(status, 400, sent.slice(0, 300));
      assert.ok(JSON.parse(sent).error.innerError.violations.length > 0);
      assert.ok(cpu < maxCpu, `${cpu} ms`);
    });

  test("the violation after many valid items is named", async () => {
    const contacts = [...fill({ email: "a@x.example" }, 500), 1];
    const { text } = await measure(
      "POST",
      collection,
      JSON.stringify({ ...deal, customerProfile: { name: "N", team: contacts } }),
    );
    assert.deepEqual(
      JSON.parse(text).error.innerError.violations.map(({ pointer }: { pointer: string }) => pointer),
      ["/customerProfile/team/500"],
    );
  });
});

const nested = (depth: number) => {
  const names = [..."abcdefgh"].slice(0, depth);
  const inner = names.map((name) => `startswith(${name}/email,'q')`).join(" or ");
  return names.map((name) => `team/any(${name}:`).join("") + inner + ")".repeat(depth);
};
const list = (options: Record<string, string>) => `${collection}?${new URLSearchParams(options)}`;

describe("A query that would take long is rejected, or has a smaller page", () => {
  const cases: [string, Record<string, string>, number][] = [
    ["four lambdas inside each other", { $filter: nested(4) }, 400],
    ["five of them", { $filter: nested(5) }, 400],
    ["more than five", { $filter: nested(6) }, 400],
    ["249 searches in long texts", { $filter: fill("contains(details/notes,'ab')", 249).join(" or ") }, 400],
    [
      "150 of them in upper case",
      { $filter: fill("contains(toupper(details/notes),'x')", 150).join(" or ") },
      400,
    ],
    [
      "45 times lower case",
      { $filter: `${"tolower(".repeat(45)}details/notes${")".repeat(45)} eq 'x'` },
      400,
    ],
    ["249 comparisons with long texts", { $filter: fill("details/notes eq 'ab'", 249).join(" or ") }, 400],
    [
      "a long pattern that nearly matches",
      { $filter: `contains(details/notes,'${"a".repeat(3900)}b${"a".repeat(3900)}')` },
      200,
    ],
    [
      "a sort by long texts",
      { $orderby: "details/notes,details/notes desc,details/currency,mpnId,name" },
      200,
    ],
    ["a page of long texts", {}, 200],
  ];
  for (const [what, options, expected] of cases)
    test(what, async () => {
      const { cpu, status, text } = await measure("GET", list(options));
      assert.equal(status, expected, text.slice(0, 300));
      assert.ok(cpu < maxCpu * (expected === 200 ? 2 : 1), `${cpu} ms`);
    });

  test("the error says what to do", async () => {
    const response: TestResponse = await sandbox.call("GET", list({ $filter: nested(4) }));
    assert.equal(response.body.error.innerError.code, "queryTooCostly");
    assert.match(
      response.body.error.innerError.message,
      /Narrow it by a property that has an index: .*status/,
    );
  });

  test("the pages of long texts hold every referral once", async () => {
    const ids: string[] = [];
    let next: string | undefined = list({ $select: "id" });
    while (next !== undefined) {
      const { body }: TestResponse = await sandbox.call("GET", next);
      ids.push(...body.value.map((item: { id: string }) => item.id));
      next = body["@odata.nextLink"]?.slice(sandbox.url.length);
    }
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(ids.length, sandbox.control.actAs("Proseware").referrals().length);
  });
});

const leaf = fc.constantFrom<unknown>(
  0,
  "",
  null,
  [],
  {},
  { email: 1 },
  { type: "x", id: [] },
  "x".repeat(3000),
);
const array = fc.tuple(leaf, fc.integer({ min: 0, max: 40_000 })).map(([item, count]) => fill(item, count));
const request = fc.oneof(
  fc
    .record({ place: fc.constantFrom("target", "team", "x"), value: array, inner: array })
    .map(({ place, value, inner }) => ({
      method: "POST",
      target: collection,
      body: JSON.stringify({ ...deal, [place]: value, customerProfile: { name: "N", team: inner } }),
    })),
  array.map((value) => ({ method: "PATCH", target: `${collection}/${id}`, body: JSON.stringify(value) })),
  fc
    .record({
      depth: fc.integer({ min: 0, max: 5 }),
      functions: fc.array(fc.constantFrom("tolower", "toupper", "trim"), { maxLength: 40 }),
      count: fc.integer({ min: 1, max: 150 }),
      order: fc.constantFrom("details/notes", "name desc", "customerProfile/name"),
    })
    .map(({ depth, functions, count, order }) => {
      const notes = functions.reduce((inner, name) => `${name}(${inner})`, "details/notes");
      const part = `contains(${notes},'q')`;
      const filter = [...(depth > 0 ? [nested(depth)] : []), ...fill(part, count)]
        .join(" or ")
        .slice(0, 8000);
      return { method: "GET", target: list({ $filter: filter, $orderby: order }), body: undefined };
    }),
);

describe("Random requests that look for the slowest", () => {
  test(`keep others waiting for less than ${maxCpu} ms, which is twice as much with a busy machine`, async () => {
    let worst = { cpu: 0, what: "" };
    await fc.assert(
      fc.asyncProperty(request, async ({ method, target, body }) => {
        if ((body?.length ?? 0) > 1024 * 1024) return;
        const { cpu, status } = await measure(method, target, body);
        if (cpu > worst.cpu)
          worst = { cpu, what: `${method} ${target.slice(0, 200)} ${body?.slice(0, 200)}` };
        assert.ok(status < 500);
        assert.ok(cpu < maxCpu * 2, `${cpu} ms`);
      }),
      { numRuns: runs },
    );
    console.log(`# slowest: ${Math.round(worst.cpu)} ms for ${worst.what}`);
  });
});
