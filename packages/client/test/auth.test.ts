import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import {
  createReferralsClient,
  ReferralsAuthenticationError,
  ReferralsTokenError,
} from "@partner-referrals/client";
import { tokenScope } from "@partner-referrals/types";
import { json, referral, respondingWith, serve } from "./server.ts";

const authorizations = (server: { received: { headers: { authorization?: string | undefined } }[] }) =>
  server.received.map(({ headers }) => headers.authorization);

test("a string is sent as it is", async () => {
  const { url, received } = await respondingWith(200);
  await createReferralsClient({ token: "fixed", baseUrl: url }).get("1");
  assert.deepEqual(authorizations({ received }), ["Bearer fixed"]);
});

test("a function is asked for every call", async () => {
  const server = await respondingWith(200);
  let count = 0;
  const referrals = createReferralsClient({ token: async () => `token-${++count}`, baseUrl: server.url });
  await referrals.get("1");
  await referrals.get("1");
  assert.deepEqual(authorizations(server), ["Bearer token-1", "Bearer token-2"]);
});

test("a credential is asked once for the scope of the service, and again shortly before the token ends", async () => {
  const server = await respondingWith(200);
  const asked: string[] = [];
  let lifetime = 119_000;
  const token = {
    async getToken(scope: string) {
      asked.push(scope);
      return { token: `token-${asked.length}`, expiresOnTimestamp: Date.now() + lifetime };
    },
  };
  const referrals = createReferralsClient({ token, baseUrl: server.url });
  await referrals.get("1");
  lifetime = 3_600_000;
  await referrals.get("1");
  await referrals.get("1");
  assert.deepEqual(asked, [tokenScope, tokenScope]);
  assert.deepEqual(authorizations(server), ["Bearer token-1", "Bearer token-2", "Bearer token-2"]);
});

test("calls at the same time share one refresh", async () => {
  const server = await respondingWith(200);
  let asked = 0;
  const token = {
    async getToken() {
      asked++;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { token: "shared", expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  const referrals = createReferralsClient({ token, baseUrl: server.url });
  await Promise.all(Array.from({ length: 10 }, () => referrals.get("1")));
  assert.equal(asked, 1);
});

test("a rejected token is renewed once, whatever the method", async () => {
  const server = await serve(({ headers }, response) =>
    headers.authorization === "Bearer token-2" ? json(response, 200, referral) : json(response, 401, {}),
  );
  let count = 0;
  const token = {
    getToken: async () => ({ token: `token-${++count}`, expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const referrals = createReferralsClient({ token, baseUrl: server.url, retry: false });
  await referrals.create({ type: "Independent", customerProfile: {}, consent: {}, details: {} });
  assert.deepEqual(authorizations(server), ["Bearer token-1", "Bearer token-2"]);
});

test("a token that is rejected again is an error", async () => {
  const server = await respondingWith(401);
  const referrals = createReferralsClient({ token: () => "token", baseUrl: server.url });
  await assert.rejects(
    referrals.get("1"),
    (error) => error instanceof ReferralsAuthenticationError && error.attempts === 2,
  );
  assert.equal(server.received.length, 2);
});

test("a fixed token that is rejected is not sent again", async () => {
  const server = await respondingWith(401);
  await assert.rejects(
    createReferralsClient({ token: "fixed", baseUrl: server.url }).get("1"),
    ReferralsAuthenticationError,
  );
  assert.equal(server.received.length, 1);
});

test("no token, no request", async () => {
  const server = await respondingWith(200);
  for (const token of [
    { getToken: async () => null },
    { getToken: () => Promise.reject(new Error("offline")) },
    () => Promise.reject(new Error("offline")),
  ]) {
    const referrals = createReferralsClient({ token, baseUrl: server.url });
    await assert.rejects(referrals.get("1"), {
      constructor: ReferralsTokenError,
      message: /^No access token/,
    });
  }
  assert.equal(server.received.length, 0);
});

test("a credential that hangs is given up with the call", async () => {
  const server = await respondingWith(200);
  const token = { getToken: () => new Promise<never>(() => {}) };
  const referrals = createReferralsClient({ token, baseUrl: server.url, timeoutMs: 30, retry: false });
  await assert.rejects(referrals.get("1"), { name: "ReferralsTimeoutError" });
});

test("a refresh that hangs stops only the calls that wait for it", async () => {
  const { url } = await respondingWith(200);
  let asked = 0;
  const token = {
    getToken: () =>
      ++asked === 1
        ? new Promise<never>(() => {})
        : Promise.resolve({ token: "token", expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const referrals = createReferralsClient({ token, baseUrl: url, retry: false });
  await assert.rejects(referrals.get("1", { timeoutMs: 30 }), { name: "ReferralsTimeoutError" });
  assert.equal((await referrals.get("1")).id, referral.id);
});

test("the token is in no error and in no hook", async () => {
  const { url } = await respondingWith(400);
  const told: unknown[] = [];
  const referrals = createReferralsClient({
    token: "secret-token",
    baseUrl: url,
    onRequest: (request) => told.push({ ...request, headers: [...request.headers] }),
    onResponse: (response) => told.push({ ...response, headers: [...response.headers] }),
  });
  const error: unknown = await referrals.get("1").catch((reason: unknown) => reason);
  assert.equal(told.length, 2);
  assert.doesNotMatch(inspect([error, told], { depth: 9, showHidden: true }), /secret-token/);
});

test("a redirect is not followed, so that the token stays", async () => {
  const other = await respondingWith(200);
  const server = await serve((_, response) => {
    response.writeHead(302, { location: `${other.url}/elsewhere` });
    response.end();
  });
  await assert.rejects(createReferralsClient({ token: "t", baseUrl: server.url }).get("1"), {
    name: "ReferralsUnexpectedResponseError",
    status: 302,
  });
  assert.equal(other.received.length, 0);
});

test("a client without options says that it has no token", async () => {
  // @ts-expect-error: as from JavaScript
  const referrals = createReferralsClient();
  await assert.rejects(referrals.get("1"), { name: "ReferralsTokenError", message: /gave undefined/ });
});
