import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { after, describe, test } from "node:test";
import {
  createReferralsClient,
  isReferralsError,
  type ReferralsClientOptions,
} from "@partner-referrals/client";
import { issue } from "@partner-referrals/server/certificates";
import { json, referral, serve } from "./server.ts";

const clientFor = (url: string, options: Partial<ReferralsClientOptions> = {}) =>
  createReferralsClient({ token: "t", baseUrl: url, retry: false, ...options });
const deal = { type: "Independent", customerProfile: {}, consent: {}, details: {} };

describe("a connection", () => {
  /** What Node's `fetch` fails with. */
  const failing = (code: string, syscall?: string) => {
    let calls = 0;
    const referrals = clientFor("http://127.0.0.1:9", {
      retry: { baseDelayMs: 0, maxRetries: 2 },
      fetch: async () => {
        calls++;
        const cause = Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
        throw new TypeError("fetch failed", { cause });
      },
    });
    return { referrals, calls: () => calls };
  };

  for (const [code, syscall, expected] of [
    ["ECONNREFUSED", "connect", 3],
    ["EHOSTUNREACH", "connect", 3],
    ["ENOTFOUND", "getaddrinfo", 3],
    ["EHOSTUNREACH", "read", 1],
    ["ENETUNREACH", "write", 1],
    ["ECONNRESET", "read", 1],
    ["UND_ERR_SOCKET", undefined, 1],
    ["UND_ERR_CONNECT_TIMEOUT", undefined, 3],
  ] as const) {
    test(`that fails with ${code} of ${syscall} ${expected > 1 ? "was never there" : "may have carried the request"}`, async () => {
      const { referrals, calls } = failing(code, syscall);
      await assert.rejects(referrals.create(deal), {
        name: "ReferralsNetworkError",
        mayHaveExecuted: expected === 1,
      });
      assert.equal(calls(), expected);
    });
  }

  test("to a host whose certificate is not trusted was never there, and the error says why", async () => {
    const { key, pem } = issue();
    let requests = 0;
    const server = createServer(
      { key: key.export({ type: "pkcs8", format: "pem" }), cert: pem },
      () => requests++,
    ).listen(0, "127.0.0.1");
    await once(server, "listening");
    after(() => server.close());
    // A cast: it listens on a port, so it has such an address.
    const { port } = server.address() as AddressInfo;
    await assert.rejects(clientFor(`https://127.0.0.1:${port}`).create(deal), {
      name: "ReferralsNetworkError",
      message: /no connection to 127\.0\.0\.1:\d+: .*certificate/i,
      mayHaveExecuted: false,
    });
    assert.equal(requests, 0);
  });

  test("that the service closes while it is idle loses no change and doubles none", async () => {
    let executed = 0;
    const { url } = await serve((_, response, count) => {
      executed++;
      json(response, 200, referral);
      // As a service does that has been idle for too long.
      if (count % 2) setImmediate(() => response.socket?.destroy());
    });
    const referrals = clientFor(url, { retry: { baseDelayMs: 0 } });
    for (let count = 0; count < 30; count++) {
      const before = executed;
      const error: unknown = await referrals.create(deal).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) assert.equal(executed, before + 1);
      else assert.ok(isReferralsError(error) && error.mayHaveExecuted && executed <= before + 1);
    }
  });
});
