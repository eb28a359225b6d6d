import assert from "node:assert/strict";
import { test } from "node:test";
import { startProxy } from "@partner-referrals/mock";
import { call, callOperation, mockFor } from "./support/http.ts";
import { operation } from "./support/operations.ts";

const origin = "http://localhost:3000";
const get = operation("getReferral");

test("a browser gets permission for any request", async (context) => {
  const mock = await mockFor(context);
  const { status, text, headers } = await call(`${mock.url}${get.path}`, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "PATCH",
      "access-control-request-headers": "authorization, content-type, prefer",
    },
  });
  assert.deepEqual([status, text], [204, ""]);
  assert.equal(headers.get("access-control-allow-origin"), origin);
  assert.equal(headers.get("access-control-allow-methods"), "PATCH");
  assert.equal(headers.get("access-control-allow-headers"), "authorization, content-type, prefer");
  assert.equal(headers.get("access-control-allow-credentials"), "true");
});

test("a page may read every response, and each of its headers by name", async (context) => {
  const mock = await mockFor(context);
  for (const received of [
    await callOperation(mock, get, { headers: { origin } }),
    await call(`${mock.url}${get.path}`, { headers: { origin } }),
    await call(`${mock.url}/nowhere`, { headers: { origin } }),
  ]) {
    assert.equal(received.headers.get("access-control-allow-origin"), origin);
    assert.equal(received.headers.get("vary"), "Origin");
    const exposed = (received.headers.get("access-control-expose-headers") ?? "").toLowerCase().split(", ");
    for (const name of ["request-id", "content-type"]) assert.ok(exposed.includes(name), name);
  }
});

test("without a browser there is nothing of it", async (context) => {
  const mock = await mockFor(context);
  const received = await callOperation(mock, get);
  assert.ok(![...received.headers.keys()].some((name) => name.startsWith("access-control-")));
});

test("the proxy gives permission in place of the upstream, once", async (context) => {
  const mock = await mockFor(context);
  const proxy = await startProxy({ upstream: mock.url, port: 0, logLevel: "silent" });
  context.after(() => proxy.close());
  const received = await callOperation(proxy, get, { headers: { origin } });
  assert.equal(received.headers.get("access-control-allow-origin"), origin);
});
