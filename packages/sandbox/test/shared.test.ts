import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createShared, listAll } from "@partner-referrals/client";
import { example } from "./support/contract.ts";
import { assertError, collection, deal, start } from "./support/sandbox.ts";

const sandbox = await start();
const { call } = sandbox;
const microsoft = "msft:admin";
const sharedDeal = example("createReferral", "shared");
const invite = (engagementId: string, more: object = {}) => ({
  ...example("createReferral", "connected"),
  engagementId,
  ...more,
});

describe("A shared referral", () => {
  test("is two, made in two steps; each organization sees its own", async () => {
    const own = (await call("POST", collection, { body: sharedDeal })).body;
    const { body: connected } = await call("POST", collection, { body: invite(own.engagementId) });
    const shown = example("createReferral", "connected", 200);
    for (const property of [
      "organizationId",
      "organizationName",
      "status",
      "substatus",
      "direction",
      "target",
      "team",
      "acceptedDateTime",
    ])
      assert.deepEqual(connected[property], shown[property], property);
    assert.equal(connected.inviteContext.invitedBy.organizationName, "Proseware");
    assertError(await call("GET", `${collection}/${connected.id}`), 404);
    assertError(await call("GET", `${collection}/${own.id}`, { token: microsoft }), 404);
    assertError(
      await call("PATCH", `${collection}/${connected.id}`, {
        body: [{ op: "add", path: "/name", value: "x" }],
      }),
      404,
    );
    const theirs = (await call("GET", `${collection}/${connected.id}`, { token: microsoft })).body;
    assert.equal(theirs.direction, "Incoming");
    const filter = `?$filter=engagementId%20eq%20${own.engagementId}`;
    for (const [token, id] of [
      ["Proseware:admin", own.id],
      [microsoft, connected.id],
    ] as const) {
      const { value } = (await call("GET", collection + filter, { token })).body;
      assert.deepEqual(
        value.map((referral: { id: string }) => referral.id),
        [id],
      );
    }
  });

  test("is made by the client's createShared, and responded to by playing Microsoft", async () => {
    const client = sandbox.clientFor("Proseware:admin");
    const { connected, own } = await createShared(client, { ...deal, type: "Shared" });
    const accepted = sandbox.control.actAs("msft").accept(own.engagementId);
    assert.equal(accepted.id, connected.id);
    assert.equal(accepted.substatus, "Accepted");
    assert.notEqual(accepted.acceptedDateTime, null);
    const mine: unknown[] = [];
    for await (const { id, substatus } of listAll(client, { filter: `engagementId eq ${own.engagementId}` }))
      mine.push([id, substatus]);
    assert.deepEqual(mine, [[own.id, "Accepted"]]);
    sandbox.control.actAs("msft").close(own.engagementId, "Won");
    assert.throws(() => sandbox.control.actAs("msft").close(own.engagementId, "Lost"), { status: 409 });
  });

  test("may be declined", async () => {
    const { body: own } = await call("POST", collection, { body: sharedDeal });
    await call("POST", collection, { body: invite(own.engagementId) });
    const declined = sandbox.control.actAs("msft").decline(own.engagementId, "Not ours.");
    assert.deepEqual(
      [declined.status, declined.substatus, declined.statusReason],
      ["Closed", "Declined", "Not ours."],
    );
  });

  test("needs an engagement of one's own that is open and shared, and an organization that is new to it", async () => {
    const { body: own } = await call("POST", collection, { body: sharedDeal });
    const unknown = "b7a9c2d4-1e35-4f60-8a77-3c5d9e0f1b24";
    assertError(await call("POST", collection, { body: invite(unknown) }), 404, "unknownEngagement");
    assertError(
      await call("POST", collection, { token: "Fabrikam:admin", body: invite(own.engagementId) }),
      404,
    );
    assertError(await call("POST", collection, { body: invite(own.engagementId, { target: [] }) }), 400);
    assertError(
      await call("POST", collection, { body: invite(own.engagementId, { type: "Independent" }) }),
      400,
    );
    const self = [{ type: "BusinessProfileLocation", id: own.organizationId }];
    assertError(
      await call("POST", collection, { body: invite(own.engagementId, { target: self }) }),
      409,
      "alreadyConnected",
    );
    assert.equal((await call("POST", collection, { body: invite(own.engagementId) })).status, 200);
    assertError(await call("POST", collection, { body: invite(own.engagementId) }), 409, "alreadyConnected");
    const { body: alone } = await call("POST", collection, { body: deal });
    assertError(await call("POST", collection, { body: invite(alone.engagementId) }), 409, "notShared");
    const won = [
      { op: "replace", path: "/status", value: "Closed" },
      { op: "replace", path: "/substatus", value: "Won" },
    ];
    await call("PATCH", `${collection}/${own.id}`, { body: won });
    const partner = [{ type: "BusinessProfileLocation", id: "Fabrikam" }];
    assertError(
      await call("POST", collection, { body: invite(own.engagementId, { target: partner }) }),
      409,
      "terminalState",
    );
  });

  test("may go to another partner, by the id of a location", async () => {
    const location = "1c8e4f70-9a2b-4d63-b5e1-7f0d3c6a9e28";
    const organization = {
      id: "9d2b7c41-0e6f-4a58-bb1d-35c8f7e6a204",
      name: "Fabrikam Consulting",
      locations: [location],
    };
    sandbox.control.seed({ organizations: [organization] });
    const { body: own } = await call("POST", collection, { body: sharedDeal });
    const target = [{ type: "BusinessProfileLocation", id: location }];
    const { body: connected } = await call("POST", collection, {
      body: invite(own.engagementId, { target }),
    });
    assert.equal(connected.organizationName, organization.name);
    const token = `${organization.id}:admin`;
    assert.equal((await call("GET", `${collection}/${connected.id}`, { token })).status, 200);
  });
});

describe("A lead", () => {
  test("arrives as New and Pending, is accepted or declined, or expires after 14 days", async () => {
    const { client, control } = sandbox.universe("leads");
    const lead = () =>
      control.actAs("msft").sendLead("Proseware", {
        ...deal,
        customerProfile: {
          ...deal.customerProfile,
          team: [{ email: "it@northwind.example", firstName: "IT" }],
        },
      });
    const [first, second, third] = [lead(), lead(), lead()];
    assert.deepEqual([first.status, first.substatus, first.direction], ["New", "Pending", "Incoming"]);
    const response = (status: string, substatus: string) => [
      { op: "replace" as const, path: "/status", value: status },
      { op: "replace" as const, path: "/substatus", value: substatus },
    ];
    control.clock.advance({ days: 13, hours: 23 });
    const accepted = await client.update(first.id, response("Active", "Accepted"), {
      returnRepresentation: true,
    });
    assert.equal(accepted.expirationDateTime, null);
    assert.ok(accepted.acceptedDateTime);
    await client.update(second.id, response("Closed", "Declined"));
    control.clock.advance({ hours: 2 });
    const expired = await client.get(third.id);
    assert.deepEqual([expired.status, expired.substatus], ["Closed", "Expired"]);
    assert.deepEqual(
      expired.customerProfile.team?.map(({ email, firstName }) => [email, firstName]),
      [["", ""]],
    );
    await assert.rejects(client.update(third.id, response("Active", "Accepted")), { status: 409 });
    assert.equal((await client.get(first.id)).substatus, "Accepted");
  });

  test("expires without anybody asking, as time goes by", async () => {
    const { client, control } = sandbox.universe("patience");
    const { id } = control.actAs("msft").sendLead("Proseware", deal);
    control.clock.set(new Date(Date.now() + 15 * 86_400_000));
    assert.equal((await client.list({ filter: "substatus eq 'Expired'" })).value[0]?.id, id);
  });
});
