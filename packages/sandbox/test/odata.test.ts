import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { assertError, collection, deal, start } from "./support/sandbox.ts";

const sandbox = await start();
const { call } = sandbox;

interface Sample {
  readonly name: string;
  readonly country?: string;
  readonly value?: number;
  readonly emails?: string[];
  readonly favorite?: boolean;
  readonly closing?: string;
}

const samples: Sample[] = [
  {
    name: "Alpine Ski House",
    country: "CH",
    value: 180000,
    emails: ["sales@proseware.example"],
    closing: "2026-09-30T00:00:00Z",
  },
  {
    name: "Northwind Traders",
    country: "US",
    value: 42000,
    emails: ["sales@proseware.example", "a@proseware.example"],
  },
  {
    name: "O'Brien & Sons",
    country: "IE",
    value: 42000.5,
    favorite: true,
    closing: "2026-10-01T02:00:00+02:00",
  },
  { name: "Tailwind Toys", country: "GB", emails: ["b@proseware.example"] },
  { name: "Zürich Wine", value: -1 },
];

const ids = new Map<string, string>();
before(async () => {
  for (const { name, country, value, emails = [], favorite, closing } of samples) {
    const { body } = await call("POST", collection, {
      body: {
        ...deal,
        name,
        ...(favorite !== undefined && { favorite }),
        customerProfile: { name, ...(country && { address: { country } }) },
        details: {
          ...(value !== undefined && { dealValue: value }),
          ...(closing && { closingDateTime: closing }),
        },
        team: emails.map((email) => ({ email })),
      },
    });
    ids.set(name, body.id);
  }
});

const list = async (query: Record<string, string>) =>
  call("GET", `${collection}?${new URLSearchParams(query)}`);
const named = async (query: Record<string, string>): Promise<string[]> => {
  const { status, body } = await list(query);
  assert.equal(status, 200, JSON.stringify(body));
  return body.value.map(({ name }: { name: string }) => name.slice(0, 1));
};

describe("$filter", () => {
  const expected: [string, string][] = [
    ["customerProfile/address/country eq 'US'", "N"],
    ["customerProfile/address/country ne 'US'", "AOTZ"],
    ["customerProfile/address/country eq null", "Z"],
    ["customerProfile/address/country ne null", "ANOT"],
    ["customerProfile/address/country in ('CH', 'GB')", "AT"],
    ["customerProfile/address/country in ('CH', null)", "AZ"],
    ["not (customerProfile/address/country in ('CH', 'GB'))", "NOZ"],
    ["details/dealValue gt 42000", "AO"],
    ["details/dealValue ge 42000 and details/dealValue lt 1.8e5", "NO"],
    ["details/dealValue le -1", "Z"],
    ["not (details/dealValue gt 42000)", "NTZ"],
    ["42000 lt details/dealValue", "AO"],
    ["name eq 'O''Brien & Sons'", "O"],
    ["contains(name, 'i')", "ANOTZ"],
    ["contains(name, '')", "ANOTZ"],
    ["startswith(name, 'Tail') or endswith(name, 'House')", "AT"],
    ["startswith(tolower(name),'zür')", "Z"],
    ["contains(name,'%') or contains(name,'_')", ""],
    ["length(name) gt 15", "AN"],
    ["contains(name,'Ski') eq true", "A"],
    ["contains(name,'Ski') eq false", "NOTZ"],
    ["favorite", "O"],
    ["favorite eq false", "ANTZ"],
    ["team/any(t:t/email eq 'sales@proseware.example')", "AN"],
    ["team/any(t: contains(t/email, 'a@') or t/email eq 'b@proseware.example')", "NT"],
    ["team/any()", "ANT"],
    ["not team/any()", "OZ"],
    ["team/all(t: startswith(t/email, 's'))", "AOZ"],
    ["team/any(t: t/email eq 'b@proseware.example' and name eq 'Tailwind Toys')", "T"],
    ["team/any(t: team/any(u: u/email ne t/email))", "N"],
    ["status eq 'Active' and (direction eq 'Incoming' or type eq 'Independent')", "ANOTZ"],
    ["status eq 'Active' and direction eq 'Incoming' or name eq 'Zürich Wine'", "Z"],
    ["status eq 'active'", ""],
    ["details/closingDateTime eq 2026-10-01T00:00:00Z", "O"],
    ["details/closingDateTime lt '2026-10-01'", "A"],
    ["details/closingDateTime gt 2026-09-30T01:00:00+02:00", "AO"],
    ["createdDateTime gt 2020-01-01", "ANOTZ"],
    ["closedDateTime eq null and not (expirationDateTime ne null)", "ANOTZ"],
    ["tags/any(tag: tag eq 'x')", ""],
  ];
  for (const [filter, names] of expected) {
    test(filter, async () => {
      assert.deepEqual((await named({ $filter: filter })).toSorted().join(""), names);
    });
  }

  test("takes GUIDs bare and quoted, in any case", async () => {
    const id = ids.get("Tailwind Toys") ?? "";
    for (const filter of [
      `id eq ${id}`,
      `id eq '${id}'`,
      `id eq '${id.toUpperCase()}'`,
      `id in (${id.toUpperCase()})`,
    ])
      assert.deepEqual(await named({ $filter: filter }), ["T"], filter);
  });

  const faults: [string, number][] = [
    ["status eq", 9],
    ["status eq 'New", 10],
    ["status = 'New'", 7],
    ["(status eq 'New'", 16],
    ["status eq 'New' and", 19],
    ["colour eq 'red'", 0],
    ["customerProfile/colour eq 'red'", 0],
    ["status eq 'New' or team eq 'x'", 19],
    ["createdDateTime gt 'yesterday'", 19],
    ["createdDateTime gt 2026-02-31T25:00:00Z", 19],
    ["details/dealValue eq 'much'", 21],
    ["round(details/dealValue) eq 1", 0],
    ["contains(name)", 0],
    ["name", 0],
    ["team/any(t:t/colour eq 'x')", 11],
    ["name eq 'a' name eq 'b'", 12],
    [`${"(".repeat(60)}favorite${")".repeat(60)}`, 51],
  ];
  for (const [filter, position] of faults) {
    test(`points at position ${position} of ${filter.slice(0, 40)}`, async () => {
      const [violation] = assertError(await list({ $filter: filter }), 400);
      assert.equal(violation?.name, "$filter");
      assert.match(JSON.stringify(violation), new RegExp(`position ${position}:`));
    });
  }

  test("is not SQL", async () => {
    for (const text of ["' OR 1=1 --", "'; DROP TABLE referrals; --", "\u0000", "\\"]) {
      assert.deepEqual(await named({ $filter: `name eq '${text.replaceAll("'", "''")}'` }), []);
    }
    assert.equal((await named({})).length, samples.length);
  });

  test("may be long", async () => {
    const filter = Array.from({ length: 300 }, (_, index) => `name eq '${index}'`).join(" or ");
    assert.deepEqual(await named({ $filter: `${filter} or name eq 'Tailwind Toys'` }), ["T"]);
    assertError(await list({ $filter: `name eq '${"x".repeat(9000)}'` }), 400);
  });
});

describe("$orderby", () => {
  const expected: [string, string][] = [
    ["createdDateTime", "ANOTZ"],
    ["createdDateTime desc", "ZTONA"],
    ["name desc", "ZTONA"],
    ["details/dealValue,name", "TZNOA"],
    ["details/dealValue desc,name asc", "AONZT"],
    ["type, favorite desc, createdDateTime desc", "OZTNA"],
  ];
  for (const [orderBy, names] of expected) {
    test(orderBy, async () => assert.equal((await named({ $orderby: orderBy })).join(""), names));
  }
  test("points at what is wrong", async () => {
    const [violation] = assertError(await list({ $orderby: "name, colour" }), 400);
    assert.match(JSON.stringify(violation), /position 6:/);
    assertError(await list({ $orderby: "team" }), 400);
    assertError(await list({ $orderby: "name down" }), 400);
  });
});

describe("$select, $top, $skip and $count", () => {
  test("return the chosen properties only", async () => {
    const { body } = await list({ $select: "id,customerProfile/address,links", $top: "1" });
    assert.deepEqual(Object.keys(body.value[0]), ["id", "customerProfile", "links"]);
    assert.deepEqual(body.value[0].customerProfile, { address: { country: "CH" } });
    assert.match(body["@odata.context"], /\(id,customerProfile\/address,links\)$/);
    assertError(await list({ $select: "id,colour" }), 400);
    assert.ok((await list({ $select: "*", $top: "1" })).body.value[0].name);
  });

  test("cut the list, and count what matches", async () => {
    assert.deepEqual(await named({ $top: "2", $skip: "1" }), ["N", "O"]);
    const { body } = await list({ $top: "1", $count: "true", $filter: "details/dealValue gt 0" });
    assert.equal(body["@odata.count"], 3);
    assert.equal(body["@odata.nextLink"], undefined);
    assert.deepEqual(await named({ $top: "0" }), []);
    assert.equal((await list({ $count: "false" })).body["@odata.count"], undefined);
  });

  for (const query of [
    "$top=-1",
    "$top=1.5",
    "$top=x",
    "$skip=2147483648",
    "$count=yes",
    "$top=1&$top=2",
    "$expand=team",
    "$filter=",
    "$skiptoken=abc",
    "$filter=%zz",
    "filter=x",
  ]) {
    test(`rejects ${query}`, async () => {
      assertError(await call("GET", `${collection}?${query}`), 400);
    });
  }
});

describe("Paging", () => {
  const headers = { "sandbox-universe": "paging" };
  const add = (index: number) =>
    call("POST", collection, {
      headers,
      body: { ...deal, name: `Deal ${index}`, externalReferenceId: String(index % 7) },
    });
  const page = async (path: string) => (await call("GET", path, { headers })).body;
  const follow = (body: { "@odata.nextLink"?: string }): string | undefined => {
    const link = body["@odata.nextLink"];
    return link?.slice(new URL(link).origin.length);
  };
  before(async () => {
    for (let index = 0; index < 250; index++) await add(index);
  });

  for (const query of [
    "",
    "$orderby=createdDateTime desc",
    "$orderby=externalReferenceId desc,name",
    "$orderby=statusReason,updatedDateTime desc",
    "$filter=endswith(name,'0') or startswith(name,'Deal 1')&$orderby=externalReferenceId",
  ]) {
    test(`of "${query}" shows each referral once, 100 at a time`, async () => {
      const found: string[] = [];
      const sizes: number[] = [];
      let path: string | undefined = `${collection}?${query.replaceAll(" ", "%20")}`;
      while (path) {
        const body = await page(path);
        sizes.push(body.value.length);
        found.push(...body.value.map(({ id }: { id: string }) => id));
        path = follow(body);
      }
      // Of 0 to 249, 111 begin with 1 and 14 others end with 0.
      assert.equal(found.length, query.includes("filter") ? 125 : 250);
      assert.equal(new Set(found).size, found.length);
      assert.ok(sizes.slice(0, -1).every((size) => size === 100));
    });
  }

  test("stays right while referrals are added and changed", async () => {
    const first = await page(`${collection}?$orderby=createdDateTime%20desc&$count=true`);
    const added = (await add(1000)).body;
    const changed = first.value[5].id;
    await call("PATCH", `${collection}/${changed}`, {
      headers,
      body: [{ op: "add", path: "/name", value: "Changed" }],
    });
    const found = first.value.map(({ id }: { id: string }) => id);
    for (let next = follow(first); next; ) {
      const body = await page(next);
      found.push(...body.value.map(({ id }: { id: string }) => id));
      next = follow(body);
    }
    assert.equal(new Set(found).size, 250);
    assert.equal(found.length, 250);
    assert.ok(!found.includes(added.id));
  });

  test("ends where $top says", async () => {
    const first = await page(`${collection}?$top=150&$select=id`);
    assert.equal(first.value.length, 100);
    const second = await page(follow(first) ?? "");
    assert.equal(second.value.length, 50);
    assert.deepEqual(Object.keys(second.value[0]), ["id"]);
    assert.equal(follow(second), undefined);
  });

  test("takes a next link as it is only", async () => {
    const link = follow(await page(collection)) ?? "";
    assertError(await call("GET", `${link}&$top=1`, { headers }), 400);
    assertError(await call("GET", `${link.slice(0, -4)}`, { headers }), 400);
  });
});
