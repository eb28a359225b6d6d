import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import {
  createReferralsClient,
  isReferralsError,
  type ReferralsClientOptions,
  ReferralsPermissionError,
  ReferralsRateLimitError,
  ReferralsServerError,
  where,
} from "@partner-referrals/client";
import { closedUrl, json, referral, respondingWith, serve } from "./server.ts";

const clientFor = (url: string, options: Partial<ReferralsClientOptions> = {}) =>
  createReferralsClient({ token: "t", baseUrl: url, retry: false, ...options });
const deal = { type: "Independent", customerProfile: {}, consent: {}, details: {} };

/** What `get` fails with when the service responds like this. */
async function failureOf(
  respond: (response: ServerResponse) => void,
  options?: Partial<ReferralsClientOptions>,
) {
  const { url } = await serve((_, response) => respond(response));
  const error = await clientFor(url, options)
    .get("1")
    .catch((reason: unknown) => reason);
  assert.ok(isReferralsError(error), String(error));
  return error;
}

describe("an error says what it is", () => {
  test("a redirect: where to, and why it is not followed", async () => {
    const { name, message } = await failureOf((response) =>
      response.writeHead(302, { location: "https://login.example/?secret=1" }).end(),
    );
    assert.equal(name, "ReferralsUnexpectedResponseError");
    assert.match(message, /redirected to login\.example/);
    assert.doesNotMatch(message, /secret/);
  });

  test("a body that is cut off", async () => {
    const error = await failureOf((response) => {
      response.writeHead(200, { "content-length": "1000" }).write('{"id":', () => response.socket?.destroy());
    });
    assert.equal(error.name, "ReferralsNetworkError");
    assert.match(error.message, /the response \(200\) could not be read to its end/);
    assert.equal(error.status, 200);
  });

  test("a body that is not gzip although it says so", async () => {
    const { name, message } = await failureOf((response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end("plain"),
    );
    assert.equal(name, "ReferralsNetworkError");
    assert.match(message, /could not be read to its end: incorrect header check/);
  });

  test("a service that is not there: its host and the reason", async () => {
    const url = await closedUrl();
    const error = await clientFor(url)
      .get("1")
      .catch((reason: unknown) => reason);
    assert.ok(isReferralsError(error));
    assert.match(error.message, /no connection to 127\.0\.0\.1:\d+: .*ECONNREFUSED/);
  });

  test("a connection that breaks before the response", async () => {
    const { message } = await failureOf((response) => response.socket?.destroy());
    assert.match(message, /the connection broke before a response arrived/);
  });

  test("HTML with 200", async () => {
    const { name, message } = await failureOf((response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
    );
    assert.equal(name, "ReferralsUnexpectedResponseError");
    assert.match(message, /not JSON with "id" \(GET .*\/referrals\/1: 200 text\/html\)/);
  });

  test("a signal that aborts, before and after the request", async () => {
    const controller = new AbortController();
    const { url } = await serve(() => controller.abort(new Error("Closed.")));
    await assert.rejects(clientFor(url).get("1", { signal: AbortSignal.abort(new Error("Closed.")) }), {
      name: "ReferralsAbortError",
      message: /aborted by its signal: Closed\./,
      mayHaveExecuted: false,
    });
    await assert.rejects(clientFor(url).create(deal, { signal: controller.signal }), {
      name: "ReferralsAbortError",
      message: /aborted by its signal: Closed\./,
      mayHaveExecuted: true,
    });
  });

  test("a baseUrl that is not an HTTP URL", () => {
    for (const baseUrl of ["", "localhost:4020", "not a url", "ftp://host"]) {
      assert.throws(() => clientFor(baseUrl), {
        name: "TypeError",
        message: /baseUrl must begin with https/,
      });
    }
  });
});

describe("an error of a hostile service", () => {
  const token = `eyJ0eXAi.${"T0ken".repeat(8)}.c2ln`;

  test("does not hold the token, wherever the service repeats it", async () => {
    for (const respond of [
      (response: ServerResponse) =>
        json(response, 400, { error: { code: token, message: token, target: token } }),
      (response: ServerResponse) => json(response, 404, { token }, { "request-id": token }),
      (response: ServerResponse) => json(response, 200, { token }),
      (response: ServerResponse) => response.writeHead(200, { "content-type": token }).end(token),
      (response: ServerResponse) => response.writeHead(502, { "content-type": "text/html" }).end(token),
    ]) {
      const error = await failureOf((response) => void respond(response), { token });
      const { headers, ...rest } = error;
      const { message, stack, body } = error;
      assert.doesNotMatch(inspect([rest, message, stack, body], { depth: 9, showHidden: true }), /T0ken/);
    }
  });

  for (const [what, error] of [
    ["texts that are objects", { code: { toString: 1 }, message: { toString: 1 }, target: { valueOf: 1 } }],
    ["texts that are lists", { code: [[]], message: ["m"], innerError: [{ code: "c" }] }],
    ["no texts", { code: null, message: null, innerError: "inner" }],
    ["no object", "text"],
    ["what looks like a prototype", JSON.parse('{"__proto__":{"code":"x"},"constructor":1}')],
  ] as const) {
    test(`is of its status with ${what}`, async () => {
      const { name, status, code, target } = await failureOf((response) => json(response, 403, { error }));
      assert.deepEqual([name, status], ["ReferralsPermissionError", 403]);
      assert.ok([code, target].every((text) => text === undefined || typeof text === "string"));
    });
  }
});

describe("HTML of a gateway", () => {
  for (const [status, ErrorClass] of [
    [403, ReferralsPermissionError],
    [429, ReferralsRateLimitError],
    [502, ReferralsServerError],
    [503, ReferralsServerError],
  ] as const) {
    test(`with ${status} is a ${ErrorClass.name}, and says where it is from`, async () => {
      const error = await failureOf((response) =>
        response
          .writeHead(status, { "content-type": "text/html", "retry-after": "120" })
          .end("<html>Blocked</html>"),
      );
      assert.ok(error instanceof ErrorClass);
      assert.equal(error.fromGateway, true);
      assert.match(error.message, /proxy or gateway/);
      assert.equal(error.retryAfterMs, 120_000);
      assert.equal(error.headers?.get("content-type"), "text/html");
    });
  }

  test("is told from an error of the API", async () => {
    const { url } = await respondingWith(403);
    await assert.rejects(clientFor(url).get("1"), (error) => isReferralsError(error) && !error.fromGateway);
  });
});

describe("429 with Retry-After", () => {
  const throttleOnce = () =>
    serve((_, response, count) =>
      count === 1 ? json(response, 429, {}, { "retry-after": "0.02" }) : json(response, 200, referral),
    );

  test("is retried for a creation too, because it was not executed", async () => {
    const { url, received } = await throttleOnce();
    await clientFor(url, { retry: {} }).create(deal);
    assert.equal(received.length, 2);
  });

  test("is not retried for a creation where that is switched off", async () => {
    const { url, received } = await throttleOnce();
    const referrals = clientFor(url, { retry: { throttledWrites: false } });
    await assert.rejects(referrals.create(deal), { retryAfterMs: 20, mayHaveExecuted: false });
    await assert.rejects(
      clientFor((await throttleOnce()).url).create(deal, { retry: { throttledWrites: false } }),
    );
    assert.equal(received.length, 1);
  });
});

describe("a response that is too large", () => {
  const large = JSON.stringify({ ...referral, notes: "x".repeat(100_000) });
  for (const [how, respond] of [
    ["with its length", (response) => response.writeHead(200, { "content-length": large.length }).end(large)],
    ["without a length", (response) => response.writeHead(200).end(large)],
    [
      "compressed",
      (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(large)),
    ],
  ] satisfies [string, (response: ServerResponse) => void][]) {
    test(`is not read to its end: ${how}`, async () => {
      const { name, message } = await failureOf(respond, { maxResponseBytes: 50_000 });
      assert.equal(name, "ReferralsUnexpectedResponseError");
      assert.match(message, /larger than 50000 bytes/);
      const { url } = await serve((_, response) => respond(response));
      assert.equal((await clientFor(url).get("1")).id, referral.id);
    });
  }
});

test("the app's name is sent as user agent", async () => {
  const { url, received } = await respondingWith(200);
  await clientFor(url, { userAgent: "proseware-crm/2.1" }).get("1");
  assert.equal(received[0]?.headers["user-agent"], "proseware-crm/2.1");
});

test("only a string or a finished expression is a filter", async () => {
  const { url, received } = await serve((_, response) => json(response, 200, { value: [] }));
  const referrals = clientFor(url);
  const list = async (filter: string) => referrals.list({ filter });
  for (const filter of [{ status: "New" }, 5, ["a"], where("status"), () => "x", true]) {
    // @ts-expect-error: as from JavaScript
    await assert.rejects(async () => referrals.list({ filter }), TypeError, String(filter));
  }
  await referrals.list({ filter: where("status").eq("New") });
  await list("status eq 'New'");
  assert.equal(received.length, 2);
  assert.throws(() => where("updatedDateTime").ge(new Date(Number.NaN)), { name: "TypeError" });
});
