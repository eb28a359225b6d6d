import assert from "node:assert/strict";
import { test } from "node:test";
import { createReferralsClient } from "@partner-referrals/client";
import { createPreviewClient } from "@partner-referrals/client/preview";
import { serverUrl } from "@partner-referrals/types";
import { json, referral, serve } from "./server.ts";

const body = { type: "Independent", customerProfile: {}, consent: {}, details: {} };
const patch = [{ op: "replace" as const, path: "/name", value: "x" }];

/** A client, and what it sent last. */
async function recording(status = 200, answer: unknown = referral) {
  const server = await serve((_, response) => {
    if (status !== 204) return json(response, status, answer);
    response.writeHead(204);
    response.end();
  });
  const options = { token: "t", baseUrl: server.url };
  return {
    referrals: createReferralsClient(options),
    preview: createPreviewClient(options),
    last: () => server.received.at(-1),
  };
}

test("create posts the referral and returns it", async () => {
  const { referrals, last } = await recording(201);
  assert.deepEqual(await referrals.create(body), referral);
  const { method, url, headers, body: sent } = last() ?? {};
  assert.deepEqual(
    [method, url, headers?.["content-type"]],
    ["POST", "/v1.0/engagements/referrals", "application/json"],
  );
  assert.deepEqual(JSON.parse(sent ?? ""), body);
});

test("get returns the referral", async () => {
  const { referrals, last } = await recording();
  assert.deepEqual(await referrals.get(referral.id), referral);
  assert.equal(last()?.url, `/v1.0/engagements/referrals/${referral.id}`);
});

test("list sends the OData options", async () => {
  const { referrals, last } = await recording(200, { value: [referral] });
  const page = await referrals.list({
    filter: "status eq 'New'",
    orderby: ["createdDateTime desc", "updatedDateTime"],
    select: ["id", "status"],
    top: 0,
    skip: 5,
    count: false,
    skiptoken: "a+b/c=&d",
  });
  assert.equal(page.value[0]?.id, referral.id);
  const query = new URL(`http://host${last()?.url}`).searchParams;
  assert.deepEqual(Object.fromEntries(query), {
    $filter: "status eq 'New'",
    $orderby: "createdDateTime desc,updatedDateTime",
    $select: "id,status",
    $top: "0",
    $skip: "5",
    $count: "false",
    $skiptoken: "a+b/c=&d",
  });
});

test("list without a query sends none", async () => {
  const { referrals, last } = await recording(200, { value: [] });
  await referrals.list();
  assert.equal(last()?.url, "/v1.0/engagements/referrals");
});

test("update sends a JSON Patch as application/json and returns nothing", async () => {
  const { referrals, last } = await recording(204);
  assert.equal(await referrals.update("1", patch), undefined);
  const { method, headers, body: sent } = last() ?? {};
  assert.deepEqual(
    [method, headers?.["content-type"], headers?.["if-match"], headers?.prefer],
    ["PATCH", "application/json", undefined, undefined],
  );
  assert.deepEqual(JSON.parse(sent ?? ""), patch);
});

test("update returns the referral when asked to", async () => {
  const { referrals, last } = await recording();
  const changed = await referrals.update("1", patch, { ifMatch: '"1"', returnRepresentation: true });
  assert.equal(changed.id, referral.id);
  assert.equal(last()?.headers.prefer, "return=representation");
  assert.equal(last()?.headers["if-match"], '"1"');
});

test("replace sends the ETag", async () => {
  const { referrals, last } = await recording();
  const { links, ...rest } = referral;
  await referrals.replace("1", rest, { ifMatch: referral.eTag });
  assert.equal(last()?.method, "PUT");
  assert.equal(last()?.headers["if-match"], '"1"');
});

test("the preview wraps what it creates", async () => {
  const { preview, last } = await recording();
  await preview.create({ CustomerProfile: { Name: "Northwind Traders" }, Details: {} });
  assert.equal(last()?.url, "/v2/referrals");
  assert.deepEqual(JSON.parse(last()?.body ?? ""), {
    Referral: { CustomerProfile: { Name: "Northwind Traders" }, Details: {} },
  });
});

test("the preview gets and updates on its own path", async () => {
  const { preview, last } = await recording();
  await preview.get("1");
  assert.deepEqual([last()?.method, last()?.url], ["GET", "/v1/referrals/1"]);
  await preview.update("1", { Status: "Won" });
  assert.deepEqual([last()?.method, last()?.url], ["POST", "/v1/referrals/1"]);
});

test("without a base URL, calls go to production", async () => {
  const urls: string[] = [];
  const fetch = async (url: string) => {
    urls.push(url);
    return Response.json(referral);
  };
  await createReferralsClient({ token: "t", fetch }).get("1");
  assert.deepEqual(urls, [`${serverUrl}/v1.0/engagements/referrals/1`]);
});
