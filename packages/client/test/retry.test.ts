import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, test } from "node:test";
import {
  createReferralsClient,
  type ReferralsClientOptions,
  ReferralsNetworkError,
  ReferralsRateLimitError,
  ReferralsServerError,
  ReferralsTimeoutError,
} from "@partner-referrals/client";
import { closedUrl, json, referral, respondingWith, serve } from "./server.ts";

const deal = { type: "Independent", customerProfile: {}, consent: {}, details: {} };
const patch = [{ op: "replace" as const, path: "/name", value: "New name" }];
const clientFor = (url: string, options: Partial<ReferralsClientOptions> = {}) =>
  createReferralsClient({ token: "t", baseUrl: url, retry: { baseDelayMs: 1 }, ...options });

for (const status of [429, 503, 504]) {
  test(`reading is repeated after ${status}`, async () => {
    const { url, received } = await respondingWith(status, status, 200);
    assert.equal((await clientFor(url).get("1")).id, referral.id);
    assert.equal(received.length, 3);
  });
}

test("other errors are not repeated", async () => {
  for (const status of [400, 403, 404, 409, 412, 422, 500, 502]) {
    const { url, received } = await respondingWith(status);
    await assert.rejects(clientFor(url).get("1"), { status });
    assert.equal(received.length, 1);
  }
});

test("a change with an ETag is repeated, one without or with * is not", async () => {
  for (const [ifMatch, expected] of [
    ['"1"', 2],
    ["*", 1],
    [undefined, 1],
  ] as const) {
    const { url, received } = await respondingWith(503, 200);
    await clientFor(url)
      .update("1", patch, ifMatch === undefined ? {} : { ifMatch })
      .catch(() => {});
    assert.equal(received.length, expected, String(ifMatch));
  }
});

test("creating is repeated only if the caller allows it", async () => {
  for (const retryable of [true, false]) {
    const { url, received } = await respondingWith(503, 200);
    await clientFor(url)
      .create(deal, { retryable })
      .catch(() => {});
    assert.equal(received.length, retryable ? 2 : 1);
  }
});

test("creating is repeated when the request surely did not arrive", async () => {
  const { url, received } = await respondingWith(200);
  let calls = 0;
  const closed = await closedUrl();
  const refuseOnce: typeof fetch = (input, init) => fetch(++calls === 1 ? closed : input, init);
  await clientFor(url, { fetch: refuseOnce }).create(deal);
  assert.equal(calls, 2);
  assert.equal(received.length, 1);
});

test("creating is not repeated when the connection breaks after the request", async () => {
  const { url, received } = await serve((_, response) => response.socket?.destroy());
  await assert.rejects(clientFor(url).create(deal), ReferralsNetworkError);
  assert.equal(received.length, 1);
});

test("reading is repeated when the connection breaks, also in the middle of the body", async () => {
  const { url, received } = await serve((_, response, count) => {
    if (count === 3) return json(response, 200, referral);
    if (count === 1) return response.socket?.destroy();
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"id":', () => response.socket?.destroy());
  });
  assert.equal((await clientFor(url).get("1")).id, referral.id);
  assert.equal(received.length, 3);
});

test("a repeated call has the same client-request-id and the whole body again", async () => {
  const { url, received } = await respondingWith(503, 503, 200);
  await clientFor(url).create(deal, { retryable: true });
  assert.equal(new Set(received.map(({ headers }) => headers["client-request-id"])).size, 1);
  assert.deepEqual(
    received.map(({ body }) => body),
    Array.from({ length: 3 }, () => JSON.stringify(deal)),
  );
});

test("each call has a client-request-id of its own, unless it is given one", async () => {
  const { url, received } = await respondingWith(200);
  const referrals = clientFor(url);
  await referrals.get("1");
  await referrals.get("1");
  await referrals.get("1", { clientRequestId: "mine" });
  const ids = received.map(({ headers }) => String(headers["client-request-id"]));
  assert.match(ids[0] ?? "", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.notEqual(ids[0], ids[1]);
  assert.equal(ids[2], "mine");
});

test("Retry-After is obeyed, in seconds and as a date", async ({ mock }) => {
  mock.timers.enable({ apis: ["Date", "setTimeout"], now: Date.UTC(2026, 10, 2) });
  for (const retryAfter of [() => "30", () => new Date(Date.now() + 30_000).toUTCString()]) {
    const { url, received } = await serve((_, response, count) =>
      count === 1
        ? json(response, 429, {}, { "retry-after": retryAfter(), date: new Date().toUTCString() })
        : json(response, 200, referral),
    );
    const asked: number[] = [];
    const onRetry = ({ delayMs }: { delayMs: number }) => {
      asked.push(delayMs);
      // The wait begins when the hook has returned.
      setImmediate(() => {
        mock.timers.tick(29_999);
        setImmediate(() => {
          asked.push(received.length);
          mock.timers.tick(1);
        });
      });
    };
    await clientFor(url, { onRetry }).get("1");
    assert.deepEqual(asked, [30_000, 1]);
    assert.equal(received.length, 2);
  }
});

test("a Retry-After that makes no sense is passed over", async () => {
  const { url } = await serve((_, response, count) =>
    count === 1 ? json(response, 429, {}, { "retry-after": "soon" }) : json(response, 200, referral),
  );
  assert.equal((await clientFor(url).get("1")).id, referral.id);
});

test("a wait that would take too long is not begun", async () => {
  const { url, received } = await serve((_, response) => json(response, 429, {}, { "retry-after": "3600" }));
  const onRetry = () => assert.fail("It waits.");
  await assert.rejects(clientFor(url, { onRetry }).get("1"), ReferralsRateLimitError);
  assert.equal(received.length, 1);
});

test("a service that throttles for ever is given up, with the number of attempts", async () => {
  const { url, received } = await respondingWith(503);
  await assert.rejects(clientFor(url, { retry: { maxRetries: 2, baseDelayMs: 1 } }).get("1"), (error) => {
    assert.ok(error instanceof ReferralsServerError);
    assert.equal(error.attempts, 3);
    return true;
  });
  assert.equal(received.length, 3);
});

test("repeating can be switched off, for a client and for a call", async () => {
  const first = await respondingWith(503);
  await assert.rejects(clientFor(first.url, { retry: false }).get("1"));
  assert.equal(first.received.length, 1);
  const second = await respondingWith(503);
  await assert.rejects(clientFor(second.url).get("1", { retry: false }));
  assert.equal(second.received.length, 1);
});

test("waits are random below a bound that doubles", async () => {
  const { url } = await respondingWith(503);
  const waits: number[] = [];
  const retry = { maxRetries: 4, baseDelayMs: 8 };
  await assert.rejects(clientFor(url, { retry, onRetry: ({ delayMs }) => waits.push(delayMs) }).get("1"));
  assert.equal(waits.length, 4);
  waits.forEach((wait, index) => {
    assert.ok(wait >= 0 && wait <= 8 * 2 ** index, `${wait} at ${index}`);
  });
});

test("a server that hangs is given up after the timeout, each attempt by itself", async ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const timeoutMs = 40;
  const { url, received } = await serve(() => mock.timers.tick(timeoutMs));
  const referrals = clientFor(url, { timeoutMs, retry: { maxRetries: 1, baseDelayMs: 0 } });
  await assert.rejects(
    referrals.get("1"),
    (error) => error instanceof ReferralsTimeoutError && error.attempts === 2,
  );
  assert.equal(received.length, 2);
});

test("a body that never ends is given up after the timeout", async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"id":');
  });
  await assert.rejects(clientFor(url, { timeoutMs: 50, retry: false }).get("1"), ReferralsTimeoutError);
});

test("a call can be aborted, before it, during it and while it waits", async () => {
  const reason = new Error("no longer needed");
  const controller = new AbortController();
  const { signal } = controller;
  const hanging = await serve(() => controller.abort(reason));
  const aborted = { name: "ReferralsAbortError", cause: reason };
  await assert.rejects(clientFor(hanging.url).get("1", { signal }), aborted);
  await assert.rejects(clientFor(hanging.url).get("1", { signal }), aborted);
  assert.equal(hanging.received.length, 1);

  const waiting = new AbortController();
  const { url, received } = await serve((_, response) => json(response, 429, {}, { "retry-after": "30" }));
  const onRetry = () => setTimeout(() => waiting.abort(reason), 10);
  await assert.rejects(clientFor(url, { onRetry }).get("1", { signal: waiting.signal }), aborted);
  assert.equal(received.length, 1);
});

test("a call can be aborted where it tells of a repetition, and leaves no listener on the signal", async () => {
  const reason = new Error("no longer needed");
  const controller = new AbortController();
  const { signal } = controller;
  const { url, received } = await respondingWith(503, 503, 503, 200);
  await clientFor(url).get("1", { signal });
  assert.equal(getEventListeners(signal, "abort").length, 0);
  const onRetry = () => controller.abort(reason);
  const retry = { baseDelayMs: 60_000, maxElapsedMs: 600_000 };
  const throttling = await respondingWith(503);
  await assert.rejects(clientFor(throttling.url, { onRetry, retry }).get("1", { signal }), { cause: reason });
  assert.equal(received.length, 4);
});

test("a fetch that knows nothing of signals is given up all the same", async () => {
  const referrals = clientFor("http://127.0.0.1", {
    fetch: () => new Promise(() => {}),
    timeoutMs: 30,
    retry: false,
  });
  await assert.rejects(referrals.get("1"), ReferralsTimeoutError);
});

test("hooks are told of every attempt, and may add headers", async () => {
  const { url, received } = await respondingWith(503, 200);
  const told: string[] = [];
  const referrals = clientFor(url, {
    onRequest: ({ method, path, attempts, headers }) => {
      headers.set("traceparent", "00-1-1-01");
      told.push(`request ${method} ${path} ${attempts}`);
    },
    onResponse: ({ status, attempts, durationMs }) =>
      told.push(`response ${status} ${attempts} ${durationMs >= 0}`),
    onRetry: ({ error, attempts }) => told.push(`retry ${error.status} ${attempts}`),
    onComplete: ({ error, attempts }) => told.push(`complete ${error} ${attempts}`),
  });
  await referrals.get("1");
  assert.deepEqual(told, [
    "request GET /v1.0/engagements/referrals/1 1",
    "response 503 1 true",
    "retry 503 1",
    "request GET /v1.0/engagements/referrals/1 2",
    "response 200 2 true",
    "complete undefined 2",
  ]);
  assert.equal(received[1]?.headers.traceparent, "00-1-1-01");
});

describe("a hook that throws", () => {
  const thrown = new RangeError("a mistake in the hook");
  const fail = () => {
    throw thrown;
  };

  for (const hook of ["onRequest", "onResponse", "onComplete"] as const) {
    test(`fails the call with its own error: ${hook}`, async () => {
      const { url, received } = await respondingWith(200);
      await assert.rejects(clientFor(url, { [hook]: fail }).get("1"), thrown);
      assert.equal(received.length, hook === "onRequest" ? 0 : 1);
    });

    test(`has nothing sent twice, whatever the call allows: ${hook}`, async () => {
      const { url, received } = await respondingWith(200);
      await assert.rejects(clientFor(url, { [hook]: fail }).create(deal, { retryable: true }), thrown);
      assert.ok(received.length < 2);
    });
  }

  test("fails the call also in onRetry, and when it returns a promise", async () => {
    const { url, received } = await respondingWith(503);
    await assert.rejects(clientFor(url, { onRetry: fail }).get("1"), thrown);
    await assert.rejects(clientFor(url, { onResponse: async () => fail() }).get("1"), thrown);
    assert.equal(received.length, 2);
  });

  test("fails the call with its own error even if that is one of this package", async () => {
    const { url, received } = await respondingWith(200);
    const network = new ReferralsNetworkError("from another call");
    const onResponse = () => {
      throw network;
    };
    await assert.rejects(clientFor(url, { onResponse }).get("1"), network);
    assert.equal(received.length, 1);
  });
});

test("the outcome of a call is told once, with its error", async () => {
  const { url } = await respondingWith(503);
  const outcomes: unknown[] = [];
  const failed = await clientFor(url, {
    onComplete: ({ error, attempts }) => outcomes.push([error, attempts]),
  })
    .get("1")
    .catch((error: unknown) => error);
  assert.deepEqual(outcomes, [[failed, 4]]);
});
