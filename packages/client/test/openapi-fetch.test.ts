import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { ReferralsNetworkError, ReferralsUnexpectedResponseError } from "@partner-referrals/client";
import { createFetch, createOpenApiFetchClient } from "@partner-referrals/client/openapi-fetch";
import { closedUrl, referral, respondingWith, serve } from "./server.ts";

const item = "/v1.0/engagements/referrals/{referralId}";
const params = { path: { referralId: "1" } };
const clientFor = (url: string) =>
  createOpenApiFetchClient({ token: "t", baseUrl: url, retry: { baseDelayMs: 1 } });

describe("the openapi-fetch client", () => {
  test("has the tokens and retries of this package, and returns errors", async () => {
    const { url, received } = await respondingWith(503, 404);
    const { data, error, response } = await clientFor(url).GET(item, { params });
    assert.equal(data, undefined);
    assert.equal(error?.error.code, "code");
    assert.equal(response.status, 404);
    assert.deepEqual(
      received.map(({ headers }) => headers.authorization),
      ["Bearer t", "Bearer t"],
    );
  });

  test("sends a body again when it retries", async () => {
    const { url, received } = await respondingWith(503, 200);
    const body = [{ op: "replace" as const, path: "/name", value: "New name" }];
    const header = { "If-Match": '"1"' };
    const { data } = await clientFor(url).PATCH(item, { params: { ...params, header }, body });
    assert.equal(data?.id, referral.id);
    assert.deepEqual(
      received.map((request) => JSON.parse(request.body)),
      [body, body],
    );
  });

  test("runs documented middleware, which sees the real request and response", async () => {
    const { url, received } = await respondingWith(200);
    const client = clientFor(url);
    const seen: unknown[] = [];
    client.use({
      // As in its documentation: a new request from the old one.
      onRequest: ({ request }) => new Request(request, { headers: { "x-app": "crm" } }),
      onResponse: async ({ response }) => {
        const body = await response.clone().json();
        seen.push(response.status, body.id);
        return new Response(JSON.stringify({ ...body, name: "Renamed" }), response);
      },
    });
    const { data } = await client.GET(item, { params });
    assert.equal(data?.name, "Renamed");
    assert.deepEqual(seen, [200, referral.id]);
    assert.equal(received[0]?.headers["x-app"], "crm");
  });

  test("throws where no response arrived, and middleware can handle that", async () => {
    const client = clientFor(await closedUrl());
    await assert.rejects(client.GET(item, { params }), ReferralsNetworkError);
    client.use({ onError: () => Response.json(referral) });
    assert.equal((await client.GET(item, { params })).data?.id, referral.id);
  });

  test("does not read a response that is too large, however well it is compressed", async () => {
    const body = gzipSync(JSON.stringify({ ...referral, name: "x".repeat(1_000_000) }));
    const { url } = await serve((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip", "content-type": "application/json" }).end(body);
    });
    const client = createOpenApiFetchClient({ token: "t", baseUrl: url, maxResponseBytes: 100_000 });
    await assert.rejects(client.GET(item, { params }), ReferralsUnexpectedResponseError);
  });

  test("sends the token to no other host", async () => {
    const { url } = await respondingWith(200);
    const other = await respondingWith(200);
    await assert.rejects(clientFor(url).GET(item, { params, baseUrl: other.url }), TypeError);
    await assert.rejects(createFetch({ token: "t", baseUrl: url })(new Request(other.url)), TypeError);
    assert.equal(other.received.length, 0);
  });
});
