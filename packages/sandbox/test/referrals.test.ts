import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { defaultStates, referralStates } from "@partner-referrals/types";
import { example } from "./support/contract.ts";
import { assertError, collection, deal, start } from "./support/sandbox.ts";

const sandbox = await start();
const { call } = sandbox;
const create = async (body: object = deal) => (await call("POST", collection, { body })).body;
const item = (id: string) => `${collection}/${id}`;
const won = [
  { op: "replace", path: "/status", value: "Closed" },
  { op: "replace", path: "/substatus", value: "Won" },
];

describe("Creating a referral", () => {
  for (const name of ["independent", "shared"]) {
    test(`takes the contract's example "${name}" and returns what it shows`, async () => {
      const body = example("createReferral", name);
      const { status, body: created, headers } = await call("POST", collection, { body });
      assert.equal(status, 200);
      const shown = example("createReferral", name, 200);
      for (const property of [
        "status",
        "substatus",
        "direction",
        "type",
        "target",
        "customerProfile",
        "details",
        "team",
      ])
        assert.deepEqual(created[property], shown[property], property);
      assert.deepEqual(
        Object.keys(shown).filter((property) => !(property in created)),
        [],
      );
      assert.equal(headers.get("etag"), created.eTag);
    });
  }

  test("keeps a deal closed that is sent as closed, and accepts any other", async () => {
    for (const [sent, stored] of [
      [referralStates.Won, referralStates.Won],
      [referralStates.Expired, referralStates.Expired],
      [defaultStates.received, defaultStates.created],
    ]) {
      const created = await create({ ...deal, ...sent });
      assert.deepEqual({ status: created.status, substatus: created.substatus }, stored);
      assert.equal(created.closedDateTime === null, stored !== sent);
    }
  });

  test("ignores the dates that the first documentation sent", async () => {
    const old = "2001-01-01T00:00:00Z";
    const body = { ...deal, createdDateTime: old, updatedDateTime: old, expirationDateTime: old };
    const created = await create(body);
    assert.ok(created.createdDateTime > old && created.updatedDateTime > old);
    assert.equal(created.expirationDateTime, null);
  });

  test("rejects what the service sets, and unknown properties, and names each place", async () => {
    const violations = assertError(
      await call("POST", collection, {
        body: {
          ...deal,
          id: "1",
          colour: "red",
          details: { dealValue: "much", incentiveLevel: "x" },
          consent: undefined,
        },
      }),
      400,
    );
    const pointers = violations.map(({ pointer }) => pointer).toSorted();
    assert.deepEqual(pointers, ["/colour", "/consent", "/details/dealValue", "/id"]);
    const nested = await call("POST", collection, {
      body: { ...deal, customerProfile: { isMatchingComplete: true } },
    });
    assert.equal(assertError(nested, 400)[0]?.code, "readOnly");
  });

  test("keeps text of any language as it is", async () => {
    const name = "Zürich \u{1F600} \u2028 <b>&amp;</b> ' \" \\ \u0000";
    const { id } = await create({ ...deal, name });
    assert.equal((await call("GET", item(id))).body.name, name);
  });
});

describe("Reading a referral", () => {
  test("returns what was created, with its ETag, also for an id in upper case", async () => {
    const created = await create();
    const { body, headers } = await call("GET", item(created.id.toUpperCase()));
    assert.deepEqual(body, created);
    assert.equal(headers.get("etag"), created.eTag);
  });

  test("repeats the client-request-id", async () => {
    const id = "6f6a3d6e-1b1a-4e0b-9d0e-0c8b7f1f2a33";
    const { headers } = await call("GET", collection, { headers: { "client-request-id": id } });
    assert.equal(headers.get("client-request-id"), id);
    const wrong = await call("GET", collection, { headers: { "client-request-id": "mine" } });
    assert.equal(assertError(wrong, 400)[0]?.name, "client-request-id");
  });

  test("knows no other referral, and no id that is none", async () => {
    assertError(await call("GET", item("2f1c7c3e-5d0a-4b5e-9c1e-7a40d9f0b6a1")), 404);
    assertError(await call("GET", item("17")), 400);
  });
});

describe("Patching a referral", () => {
  test("responds with 204 without a body, or 200 with the referral if that is preferred", async () => {
    const { id } = await create();
    const body = [{ op: "replace", path: "/details/dealValue", value: 58000 }];
    assert.equal((await call("PATCH", item(id), { body })).status, 204);
    const preferring = { body, headers: { prefer: "return=representation" } };
    const { status, body: changed } = await call("PATCH", item(id), preferring);
    assert.equal(status, 200);
    assert.equal(changed.details.dealValue, 58000);
  });

  test("gives a new ETag each time, and takes If-Match at its word", async () => {
    const { id, eTag } = await create();
    const body = [{ op: "add", path: "/name", value: "One" }];
    assert.equal((await call("PATCH", item(id), { body, headers: { "if-match": eTag } })).status, 204);
    assertError(
      await call("PATCH", item(id), { body, headers: { "if-match": eTag } }),
      412,
      "resourceModified",
    );
    assert.equal((await call("PATCH", item(id), { body, headers: { "if-match": "*" } })).status, 204);
    assertError(await call("PATCH", item(id), { body, headers: { "if-match": 'W/"1"' } }), 400);
    const now = (await call("GET", item(id))).body.eTag;
    assert.notEqual(now, eTag);
    assert.match(now, /^"[^"]+"$/);
  });

  test("takes a deal's value as a number or a numeric string, and as nothing else", async () => {
    const { id } = await create();
    const set = (value: unknown) =>
      call("PATCH", item(id), { body: [{ op: "replace", path: "/details/dealValue", value }] });
    assert.equal((await set("10000")).status, 204);
    assert.equal((await call("GET", item(id))).body.details.dealValue, 10000);
    assert.deepEqual(
      assertError(await set("much"), 400).map(({ pointer }) => pointer),
      ["/0/value"],
    );
  });

  test("is all or nothing", async () => {
    const created = await create();
    const body = [
      { op: "add", path: "/name", value: "Changed" },
      { op: "add", path: "/team/7", value: {} },
    ];
    assert.equal(assertError(await call("PATCH", item(created.id), { body }), 422)[0]?.pointer, "/1/path");
    assert.deepEqual((await call("GET", item(created.id))).body, created);
  });

  const rejected: [string, object, number][] = [
    ["to remove", { op: "remove", path: "/name" }, 400],
    ["what the service sets", { op: "replace", path: "/id", value: "x" }, 400],
    ["what is fixed", { op: "replace", path: "/customerProfile/name", value: "Other" }, 400],
    ["inside what is fixed", { op: "replace", path: "/customerProfile/address/city", value: "Bath" }, 400],
    ["around what is fixed", { op: "replace", path: "/customerProfile", value: { name: "Other" } }, 400],
    ["a nested read-only property", { op: "add", path: "/details/incentiveLevel", value: "1" }, 400],
    ["a misspelt property", { op: "add", path: "/details/dealvalue", value: 1 }, 400],
    ["a prototype", { op: "add", path: "/details/__proto__/polluted", value: 1 }, 400],
    ["to replace what is not there", { op: "replace", path: "/details/notes", value: "x" }, 422],
    ["a wrong type", { op: "add", path: "/team", value: [{ email: 7 }] }, 400],
    ["a substatus of another status", { op: "replace", path: "/substatus", value: "Won" }, 422],
    ["a status without its substatus", { op: "replace", path: "/status", value: "Closed" }, 422],
    ["the way back", { op: "replace", path: "/status", value: "New" }, 422],
    ["to register before it is won", { op: "add", path: "/registrations/-", value: {} }, 400],
  ];
  for (const [what, operation, status] of rejected) {
    test(`rejects ${what} with ${status}`, async () => {
      const created = await create();
      assertError(await call("PATCH", item(created.id), { body: [operation] }), status);
      assert.deepEqual((await call("GET", item(created.id))).body, created);
    });
  }

  test("keeps what is fixed when its object is replaced without it", async () => {
    const { id } = await create();
    const body = [
      { op: "replace", path: "/customerProfile", value: { team: [{ email: "buy@northwind.example" }] } },
    ];
    assert.equal((await call("PATCH", item(id), { body })).status, 204);
    const { customerProfile } = (await call("GET", item(id))).body;
    assert.deepEqual(customerProfile, {
      team: [{ email: "buy@northwind.example" }],
      ...deal.customerProfile,
    });
  });

  test("points into the patch, whatever the violation's place in the referral", async () => {
    const { id } = await create();
    const body = [
      { op: "add", path: "/name", value: "Fine" },
      { op: "add", path: "/team/-", value: { email: "a@proseware.example" } },
      { op: "add", path: "/team/-", value: { email: 5 } },
    ];
    const violations = assertError(await call("PATCH", item(id), { body }), 400);
    assert.deepEqual(
      violations.map(({ pointer }) => pointer),
      ["/2/value/email"],
    );
  });
});

describe("A closed referral", () => {
  test("takes no change but a deal registration", async () => {
    const { id } = await create();
    assert.equal((await call("PATCH", item(id), { body: won })).status, 204);
    const closed = (await call("GET", item(id))).body;
    assert.ok(closed.closedDateTime);
    const rename = [{ op: "add", path: "/name", value: "Too late" }];
    assertError(await call("PATCH", item(id), { body: rename }), 409, "terminalState");
    const { links: _, ...whole } = closed;
    assertError(await call("PUT", item(id), { body: whole, headers: { "if-match": "*" } }), 409);
    const registration = example("updateReferral", "registration");
    assert.equal((await call("PATCH", item(id), { body: registration })).status, 204);
    const registered = (await call("GET", item(id))).body;
    assert.equal(registered.registrationStatus, "ReviewPending");
    assert.equal(registered.registrations[0].status, "ReviewPending");
    assertError(
      await call("PATCH", item(id), { body: [...(registration as unknown as object[]), ...rename] }),
      409,
    );
  });

  test("lets the terms of a registration be corrected, but not its currency or status", async () => {
    const { id } = await create();
    await call("PATCH", item(id), { body: won });
    await call("PATCH", item(id), { body: example("updateReferral", "registration") });
    const set = (path: string, value: unknown) =>
      call("PATCH", item(id), { body: [{ op: "replace", path, value }] });
    assert.equal((await set("/registrations/0/contract/value", 70000)).status, 204);
    assertError(await set("/registrations/0/contract/currency", "EUR"), 400);
    assertError(await set("/registrations/0/status", "Approved"), 400);
    assertError(await set("/registrations/0/contract/value", "much"), 400);
    assert.equal((await call("GET", item(id))).body.registrations[0].contract.value, 70000);
  });

  test("cannot be registered unless it was won", async () => {
    const { id } = await create();
    assertError(
      await call("PATCH", item(id), { body: example("updateReferral", "registration") }),
      409,
      "notWon",
    );
  });
});

describe("Replacing a referral", () => {
  test("needs If-Match, ignores what the service sets, and loses what is left out", async () => {
    const created = await create({ ...deal, name: "Old", campaignId: "spring" });
    const { links: _, campaignId: __, ...body } = created;
    assert.equal(assertError(await call("PUT", item(created.id), { body }), 400)[0]?.name, "If-Match");
    const changed = {
      ...body,
      name: "New",
      createdDateTime: "2001-01-01T00:00:00Z",
      organizationName: "Other",
    };
    const { status, body: replaced } = await call("PUT", item(created.id), {
      ...{ body: changed, headers: { "if-match": created.eTag } },
    });
    assert.equal(status, 200);
    assert.equal(replaced.name, "New");
    assert.equal(replaced.campaignId, undefined);
    assert.equal(replaced.createdDateTime, created.createdDateTime);
    assert.equal(replaced.organizationName, created.organizationName);
    assertError(
      await call("PUT", item(created.id), { body: changed, headers: { "if-match": created.eTag } }),
      412,
    );
  });

  test("rejects links and changes to what is fixed", async () => {
    const created = await create();
    const put = (body: object) => call("PUT", item(created.id), { body, headers: { "if-match": "*" } });
    assert.equal(assertError(await put(created), 400)[0]?.pointer, "/links");
    const { links: _, ...body } = created;
    const violations = assertError(await put({ ...body, customerProfile: { name: "Other" } }), 400);
    assert.deepEqual(
      violations.map(({ pointer }) => pointer),
      ["/customerProfile/name"],
    );
  });

  test("takes the contract's example", async () => {
    const created = await create(example("createReferral", "independent"));
    const body = {
      ...example("replaceReferral", "won"),
      customerProfile: created.customerProfile,
      consent: created.consent,
    };
    const { body: replaced } = await call("PUT", item(created.id), {
      body,
      headers: { "if-match": created.eTag },
    });
    assert.equal(replaced.substatus, "Won");
  });
});
