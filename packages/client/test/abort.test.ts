import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import {
  createReferralsClient,
  edit,
  ReferralsAbortError,
  type ReferralsClientOptions,
} from "@partner-referrals/client";
import { json, referral, respondingWith, serve } from "./server.ts";

const deal = { type: "Independent", customerProfile: {}, consent: {}, details: {} };
const endless = () => new Promise<never>(() => {});

/** A promise that is resolved from outside. */
function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** A call that is aborted in one phase: what it fails with, and how many requests were sent. */
async function abortedIn(start: (abort: () => void) => Promise<Partial<ReferralsClientOptions>>) {
  const controller = new AbortController();
  const options = await start(() => controller.abort(new Error("No longer needed.")));
  const referrals = createReferralsClient({ token: "t", ...options });
  const error: unknown = await referrals
    .create(deal, { signal: controller.signal })
    .catch((reason: unknown) => reason);
  assert.ok(error instanceof ReferralsAbortError, String(error));
  assert.match(error.message, /No longer needed/);
  return error;
}

describe("a call can be aborted", () => {
  for (const [phase, start, mayHaveExecuted] of [
    [
      "while it waits for a token",
      async (abort) => ({
        token: () => {
          abort();
          return endless();
        },
      }),
      false,
    ],
    [
      "while a hook works before it is sent",
      async (abort) => ({
        onRequest: () => {
          abort();
          return endless();
        },
      }),
      false,
    ],
    [
      "while it waits for the response",
      async (abort) => ({ baseUrl: (await serve(() => abort())).url }),
      true,
    ],
    [
      "while a hook works on the response",
      async (abort) => ({
        baseUrl: (await respondingWith(200)).url,
        onResponse: () => {
          abort();
          return endless();
        },
      }),
      true,
    ],
    [
      "in the middle of the body",
      async (abort) => {
        const { url } = await serve((_, response) => {
          response.writeHead(201, { "content-type": "application/json" }).write('{"id":');
        });
        return { baseUrl: url, onResponse: () => void setImmediate().then(abort) };
      },
      true,
    ],
    [
      "while it waits for the next attempt",
      async (abort) => {
        const { url } = await serve((_, response) => json(response, 429, {}, { "retry-after": "50" }));
        return { baseUrl: url, onRetry: () => void setImmediate().then(abort) };
      },
      false,
    ],
  ] satisfies [string, Parameters<typeof abortedIn>[0], boolean][]) {
    test(phase, async () => {
      assert.equal((await abortedIn(start)).mayHaveExecuted, mayHaveExecuted);
    });
  }

  test("in an edit, which says that the change may have been executed", async () => {
    const controller = new AbortController();
    const { url, received } = await serve(({ method }, response) =>
      method === "GET" ? json(response, 200, referral) : controller.abort(),
    );
    const change = (draft: { name?: string | null }) => {
      draft.name = "New name";
    };
    await assert.rejects(
      edit(createReferralsClient({ token: "t", baseUrl: url }), "1", change, { signal: controller.signal }),
      { name: "ReferralsAbortError", mayHaveExecuted: true },
    );
    assert.equal(received.length, 2);
  });
});

describe("a hook that never ends", () => {
  for (const hook of ["onRequest", "onResponse"]) {
    test(`ends with the attempt: ${hook}`, async () => {
      const { url } = await respondingWith(200);
      const options = { token: "t", baseUrl: url, timeoutMs: 20, retry: false, [hook]: endless } as const;
      await assert.rejects(createReferralsClient(options).get("1"), { name: "ReferralsTimeoutError" });
    });
  }
});

describe("what comes after an attempt has ended changes nothing any more", () => {
  for (const late of ["token", "onRequest"]) {
    test(`${late}: the change is not sent, also by a fetch that knows nothing about signals`, async () => {
      const { promise, resolve } = deferred<string>();
      let sent = 0;
      const fetch = async () => {
        sent++;
        return Response.json({ id: "1" }, { status: 201 });
      };
      const options = { token: "t", timeoutMs: 1, retry: false, fetch, [late]: () => promise } as const;
      await assert.rejects(createReferralsClient(options).create(deal), {
        name: "ReferralsTimeoutError",
        mayHaveExecuted: false,
      });
      resolve("t");
      await setImmediate();
      assert.equal(sent, 0);
    });
  }

  test("response: no hook sees it", async () => {
    const { promise, resolve } = deferred<Response>();
    let seen = 0;
    const referrals = createReferralsClient({
      token: "t",
      timeoutMs: 1,
      retry: false,
      fetch: () => promise,
      onResponse: () => void seen++,
    });
    await assert.rejects(referrals.create(deal), { name: "ReferralsTimeoutError", mayHaveExecuted: true });
    resolve(Response.json({ id: "1" }, { status: 201 }));
    await setImmediate();
    assert.equal(seen, 0);
  });
});

describe("a response that is not read any further is ended, so that its connection is free", () => {
  for (const [why, options] of [
    ["it is too large", { maxResponseBytes: 1000 }],
    [
      "a hook throws",
      {
        onResponse: () => {
          throw new RangeError("a mistake in the hook");
        },
      },
    ],
  ] satisfies [string, Partial<ReferralsClientOptions>][]) {
    test(`because ${why}`, async () => {
      let closed: Promise<unknown> | undefined;
      const { url } = await serve((_, response) => {
        closed = once(response, "close");
        response.writeHead(200);
        const more = () => void (response.destroyed || response.write("x".repeat(16_384), more));
        more();
      });
      await assert.rejects(createReferralsClient({ token: "t", baseUrl: url, ...options }).get("1"));
      await closed;
    });
  }
});
