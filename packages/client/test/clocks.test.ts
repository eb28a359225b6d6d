import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createReferralsClient, isReferralsError } from "@partner-referrals/client";
import { json, referral, serve } from "./server.ts";

/** What a call fails with that the service throttles. */
async function throttled(headers: Record<string, string>) {
  const { url } = await serve((_, response) => json(response, 429, {}, headers));
  const error: unknown = await createReferralsClient({ token: "t", baseUrl: url, retry: false })
    .get("1")
    .catch((reason: unknown) => reason);
  assert.ok(isReferralsError(error));
  return error.retryAfterMs;
}

describe("a Retry-After with a date", () => {
  for (const hours of [-48, -1, 0, 1, 48]) {
    test(`is read by the clock of the service, which is ${hours} hours ahead of ours`, async () => {
      const now = Math.floor(Date.now() / 1000) * 1000 + hours * 3_600_000;
      const date = (time: number) => new Date(time).toUTCString();
      assert.equal(await throttled({ date: date(now), "retry-after": date(now + 7000) }), 7000);
      assert.equal(await throttled({ date: date(now), "retry-after": date(now - 7000) }), undefined);
    });
  }

  test("is read by our clock where the service does not tell the time", async () => {
    const retryAfter = new Date(Date.now() + 3_600_000).toUTCString();
    const waitMs = (await throttled({ date: "", "retry-after": retryAfter })) ?? 0;
    assert.ok(waitMs > 3_000_000 && waitMs <= 3_600_000, `${waitMs}`);
  });
});

test("a Retry-After that is no time is none", async () => {
  for (const retryAfter of ["Infinity", "-1", "0", "NaN", "soon", "1e999"]) {
    assert.equal(await throttled({ "retry-after": retryAfter }), undefined, retryAfter);
  }
});

describe("a time that is longer than timers can be", () => {
  test("is no timeout at once", async () => {
    const { url } = await serve((_, response) => json(response, 200, referral));
    for (const timeoutMs of [Number.POSITIVE_INFINITY, 2 ** 31, 0]) {
      const call = createReferralsClient({ token: "t", baseUrl: url, timeoutMs, retry: false }).get("1");
      assert.equal((await call).id, referral.id);
    }
  });

  test("is no wait that ends at once", async () => {
    const month = String(30 * 86_400);
    const { url, received } = await serve((_, response) => json(response, 429, {}, { "retry-after": month }));
    const controller = new AbortController();
    const referrals = createReferralsClient({
      token: "t",
      baseUrl: url,
      retry: { maxElapsedMs: Number.POSITIVE_INFINITY },
      onRetry: () => void setTimeout(() => controller.abort(), 50),
    });
    await assert.rejects(referrals.get("1", { signal: controller.signal }), { name: "ReferralsAbortError" });
    assert.equal(received.length, 1);
  });
});
