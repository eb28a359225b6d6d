import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createPreviewClient } from "@partner-referrals/client/preview";
import { checkedFetch, example } from "./support/contract.ts";
import { assertError, collection, deal, start } from "./support/sandbox.ts";

const sandbox = await start();
const { call } = sandbox;
const path = (id: string) => `/v1/referrals/${id}`;

describe("The 2018 preview", () => {
  test("creates what its example shows, on the same store", async () => {
    const { status, body } = await call("POST", "/v2/referrals", {
      body: example("createPreviewReferral", "wrapped"),
    });
    assert.equal(status, 200);
    const shown = example("createPreviewReferral", "created", 200);
    for (const property of ["status", "referralSource", "type", "team", "attributes"])
      assert.deepEqual(body[property], shown[property], property);
    const { customerProfile, details } = (await call("GET", `${collection}/${body.id}`)).body;
    assert.equal(customerProfile.address.addressLine2, "Floor 3");
    assert.equal(details.closingDateTime, "2018-12-14T00:00:00Z");
    assert.equal(body.details.closingDate, "2018-12-14T00:00:00Z");
    assert.deepEqual((await call("GET", path(body.id))).body, body);
  });

  test("takes the empty texts of its sample", async () => {
    const Details = {
      Notes: "",
      DealValue: "",
      ClosingDate: "",
      Requirements: { IndustryFocus: "", Solutions: "" },
    };
    const Referral = { CustomerProfile: { Name: "A", Contacts: {} }, Details, Participants: { Users: {} } };
    const { status, body } = await call("POST", "/v2/referrals", { body: { Referral } });
    assert.equal(status, 200);
    assert.deepEqual(body.details, { requirements: {} });
  });

  test("moves a referral along the status table of today", async () => {
    const client = createPreviewClient({
      baseUrl: sandbox.url,
      token: "Proseware:app",
      fetch: checkedFetch,
      retry: false,
    });
    const { id } = await client.create({ CustomerProfile: { Name: "A" }, Details: { DealValue: 5 } });
    assert.equal(
      (await client.update(id, { Status: "Active", Details: { Notes: "Called" } })).statusDetail,
      "Accepted",
    );
    await assert.rejects(client.update(id, { Status: "Pending" }), { status: 422 });
    const { details, status } = await client.update(id, { Status: "Won", Id: id });
    assert.deepEqual([details.notes, details.dealValue, status], ["Called", 5, "Won"]);
    await assert.rejects(client.update(id, { Status: "Lost" }), { status: 409 });
    assert.equal((await call("GET", `${collection}/${id}`)).body.substatus, "Won");
  });

  test("points at what version 1.0 has no place for", async () => {
    const Referral = {
      CustomerProfile: {},
      Details: { DealValue: "much", ClosingDate: "soon" },
      Status: "Pending",
    };
    const violations = assertError(await call("POST", "/v2/referrals", { body: { Referral } }), 400);
    assert.deepEqual(
      violations.map(({ pointer }) => pointer),
      ["/Referral/Details/DealValue", "/Referral/Details/ClosingDate"],
    );
    const { id } = (await call("POST", collection, { body: deal })).body;
    assertError(await call("POST", path(id), { body: { Status: "Validated" } }), 400);
    assertError(
      await call("POST", path(id), { body: { Status: "Active", CustomerProfile: { Name: "Other" } } }),
      400,
    );
    assertError(
      await call("POST", path(id), { body: { Status: "Won", Id: "2f1c7c3e-5d0a-4b5e-9c1e-7a40d9f0b6a1" } }),
      400,
    );
  });

  test("sees referrals of version 1.0, and those of no other organization", async () => {
    const { id } = (await call("POST", collection, { body: example("createReferral", "independent") })).body;
    const { body } = await call("GET", path(id));
    assert.deepEqual([body.status, body.statusDetail, body.customerProfile.ids], ["Active", "Accepted", {}]);
    assertError(await call("GET", path(id), { token: "Fabrikam:app" }), 404);
  });
});
