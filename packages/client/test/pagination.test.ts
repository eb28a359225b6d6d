import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createReferralsClient,
  listAll,
  listPages,
  nextPage,
  ReferralsUnexpectedResponseError,
} from "@partner-referrals/client";
import { json, serve } from "./server.ts";

/** A client of a service whose pages have these next links, one after the other. */
async function paging(...links: ((url: string) => string)[]) {
  const server = await serve((_, response, count) => {
    const link = links[count - 1]?.(server.url);
    json(response, 200, {
      value: [{ id: `${count}a` }, { id: `${count}b` }],
      ...(link && { "@odata.nextLink": link }),
    });
  });
  return { referrals: createReferralsClient({ token: "t", baseUrl: server.url, retry: false }), server };
}

async function idsOf(items: AsyncIterable<{ id: string }>): Promise<string[]> {
  const ids = [];
  for await (const { id } of items) ids.push(id);
  return ids;
}

const second = (url: string) => `${url}/v1.0/engagements/referrals?$skiptoken=a%2fb+c&x=%c3%a4`;

test("all pages are gone through, links followed as they are", async () => {
  const { referrals, server } = await paging(second, (url) => `${url}/other/path?$skiptoken=3`);
  assert.deepEqual(await idsOf(listAll(referrals, { top: 2 })), ["1a", "1b", "2a", "2b", "3a", "3b"]);
  assert.deepEqual(
    server.received.map(({ url }) => url),
    [
      "/v1.0/engagements/referrals?$top=2",
      "/v1.0/engagements/referrals?$skiptoken=a%2fb+c&x=%c3%a4",
      "/other/path?$skiptoken=3",
    ],
  );
});

test("pages can be had as such", async () => {
  const { referrals } = await paging(second);
  const sizes = [];
  for await (const page of listPages(referrals)) sizes.push(page.value.length);
  assert.deepEqual(sizes, [2, 2]);
});

test("the page after the last is undefined", async () => {
  const { referrals } = await paging();
  assert.equal(await nextPage(referrals, await referrals.list()), undefined);
});

test("stopping early requests no further page", async () => {
  const { referrals, server } = await paging(second, second);
  for await (const { id } of listAll(referrals)) if (id === "1b") break;
  assert.equal(server.received.length, 1);
});

test("a link that comes again is an error, as the list would be incomplete", async () => {
  const { referrals, server } = await paging(second, second, second, second);
  await assert.rejects(idsOf(listAll(referrals)), ReferralsUnexpectedResponseError);
  assert.equal(server.received.length, 2);
});

test("the documented link, http and to the service, is followed on the configured host", async () => {
  const { referrals, server } = await paging(
    () => "http://api.partner.microsoft.com/v1.0/referrals?$skiptoken=k1%2f",
  );
  await idsOf(listAll(referrals));
  assert.equal(server.received[1]?.url, "/v1.0/referrals?$skiptoken=k1%2f");
});

test("a link to another host is rejected, so that the token stays", async () => {
  const other = await serve((_, response) => json(response, 200, { value: [] }));
  const { referrals } = await paging(() => `${other.url}/v1.0/engagements/referrals?$skiptoken=1`);
  await assert.rejects(idsOf(listAll(referrals)), ReferralsUnexpectedResponseError);
  assert.equal(other.received.length, 0);
});

test("a relative link is followed", async () => {
  const { referrals, server } = await paging(() => "?$skiptoken=1");
  await idsOf(listAll(referrals));
  assert.equal(server.received[1]?.url, "/v1.0/engagements/referrals?$skiptoken=1");
});

test("a link that is not a URL is an error of the response", async () => {
  for (const link of ["http://[", "https://:0:0/", 5, {}, ["?$skiptoken=1"], true]) {
    const { url, received } = await serve((_, response) =>
      json(response, 200, { value: [{ id: "1" }], "@odata.nextLink": link }),
    );
    const referrals = createReferralsClient({ token: "t", baseUrl: url });
    await assert.rejects(idsOf(listAll(referrals)), ReferralsUnexpectedResponseError, String(link));
    assert.equal(received.length, 1);
  }
});

test("a link that looks like the service's, but is not, is rejected", async () => {
  for (const link of [
    "https://api.partner.microsoft.com.attacker.example/v1.0/engagements/referrals",
    "https://api.partner.microsoft.com@attacker.example/",
    "//attacker.example/v1.0/engagements/referrals",
    "\\\\attacker.example/v1.0",
    "https://api.partner.microsoft.com:8443/v1.0/engagements/referrals",
    "javascript:alert(1)",
    "file:///etc/passwd",
  ]) {
    const { referrals, server } = await paging(() => link);
    await assert.rejects(idsOf(listAll(referrals)), ReferralsUnexpectedResponseError, link);
    assert.equal(server.received.length, 1);
  }
});

test("a page whose value is no array is an error, not a list of characters", async () => {
  for (const value of ["abc", null, {}, 5]) {
    const { url } = await serve((_, response) => json(response, 200, { value }));
    const referrals = createReferralsClient({ token: "t", baseUrl: url });
    await assert.rejects(idsOf(listAll(referrals)), ReferralsUnexpectedResponseError);
    await assert.rejects(referrals.list(), ReferralsUnexpectedResponseError);
  }
});

test("an error of a later page is thrown there", async () => {
  const server = await serve((_, response, count) =>
    count === 1
      ? json(response, 200, { value: [{ id: "1" }], "@odata.nextLink": second(server.url) })
      : json(response, 400, { error: { code: "c", message: "m" } }),
  );
  const referrals = createReferralsClient({ token: "t", baseUrl: server.url });
  const seen: string[] = [];
  await assert.rejects(
    async () => {
      for await (const { id } of listAll(referrals)) seen.push(id);
    },
    { name: "ReferralsBadRequestError" },
  );
  assert.deepEqual(seen, ["1"]);
});
