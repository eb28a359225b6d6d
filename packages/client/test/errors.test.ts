import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import * as client from "@partner-referrals/client";
import { closedUrl, json, serve } from "./server.ts";

const clientFor = (url: string) => client.createReferralsClient({ token: "t", baseUrl: url, retry: false });

/** What `get` fails with when the service answers like this. */
async function failure(status: number, body: string, contentType = "application/json"): Promise<unknown> {
  const { url } = await serve((_, response) => {
    response.writeHead(status, { "content-type": contentType, "request-id": "r-1" });
    response.end(body);
  });
  return clientFor(url)
    .get("1")
    .catch((error: unknown) => error);
}

const kinds = {
  400: client.ReferralsBadRequestError,
  401: client.ReferralsAuthenticationError,
  403: client.ReferralsPermissionError,
  404: client.ReferralsNotFoundError,
  405: client.ReferralsApiError,
  409: client.ReferralsConflictError,
  412: client.ReferralsPreconditionFailedError,
  422: client.ReferralsBadRequestError,
  429: client.ReferralsRateLimitError,
  500: client.ReferralsServerError,
  503: client.ReferralsServerError,
};

for (const [status, Kind] of Object.entries(kinds)) {
  test(`${status} is a ${Kind.name}`, async () => {
    const body = {
      error: {
        code: "outer",
        message: "What happened.",
        target: "details.currency",
        innerError: { code: "middle", message: "m", innerError: { code: "inner", message: "i" } },
      },
    };
    const error = await failure(Number(status), JSON.stringify(body));
    assert.ok(error instanceof Kind && error instanceof client.ReferralsApiError && error instanceof Error);
    assert.equal(error.name, Kind.name);
    assert.ok(error.message.startsWith(`What happened. (GET /v1.0/engagements/referrals/1: ${status})`));
    assert.match(error.clientRequestId ?? "", /^[0-9a-f-]{36}$/);
    const { code, innermostCode, target, requestId, method, path, attempts } = error;
    assert.deepEqual(
      { status: error.status, code, innermostCode, target, requestId, method, path, attempts },
      {
        status: Number(status),
        code: "outer",
        innermostCode: "inner",
        target: "details.currency",
        requestId: "r-1",
        method: "GET",
        path: "/v1.0/engagements/referrals/1",
        attempts: 1,
      },
    );
    assert.deepEqual(error.body, body);
  });
}

test("an error without a body is still of its kind", async () => {
  const error = await failure(403, "");
  assert.ok(error instanceof client.ReferralsPermissionError);
  assert.equal(error.code, undefined);
});

test("an error of the gateway is read too", async () => {
  const error = await failure(429, JSON.stringify({ statusCode: 429, message: "Rate limit is exceeded." }));
  assert.ok(error instanceof client.ReferralsRateLimitError);
  assert.equal(error.message, "Rate limit is exceeded. (GET /v1.0/engagements/referrals/1: 429)");
  assert.equal(error.fromGateway, true);
});

for (const [what, status, body, contentType] of [
  ["an HTML 200", 200, "<html>Sign in</html>", "text/html"],
  ["broken JSON", 200, '{"id": "2f1c', "application/json"],
  ["an empty 200", 200, "", "application/json"],
  ["a number", 200, "5", "application/json"],
  ["null", 200, "null", "application/json"],
  ["an object of another shape", 200, "{}", "application/json"],
  ["a redirect", 307, "", "text/plain"],
] as const) {
  test(`${what} is not an answer of this API`, async () => {
    const error = await failure(status, body, contentType);
    assert.ok(error instanceof client.ReferralsUnexpectedResponseError, inspect(error));
    assert.equal(error.status, status);
    assert.equal(error.requestId, "r-1");
  });
}

test("a list without its envelope is not an answer of this API", async () => {
  const { url } = await serve((_, response) => json(response, 200, { id: "1" }));
  await assert.rejects(clientFor(url).list(), client.ReferralsUnexpectedResponseError);
});

test("a service that cannot be reached is a network error with its cause", async () => {
  const error: unknown = await clientFor(await closedUrl())
    .get("1")
    .catch((reason: unknown) => reason);
  assert.ok(error instanceof client.ReferralsNetworkError);
  assert.ok(error.cause instanceof Error);
  assert.equal(error.method, "GET");
});

test("logging an error does not log what the body says", async () => {
  const error = await failure(
    400,
    JSON.stringify({ error: { code: "c", message: "m", secret: "customer@contoso.example" } }),
  );
  assert.doesNotMatch(inspect(error) + JSON.stringify(error), /customer@/);
});

test("a query is in no error, as it may hold personal data", async () => {
  const { url } = await serve((_, response) => json(response, 400, { error: { code: "c", message: "m" } }));
  const filter = client.any("team", (member) => member("email").eq("sales@proseware.example"));
  const error: unknown = await clientFor(url)
    .list({ filter })
    .catch((reason: unknown) => reason);
  assert.doesNotMatch(inspect(error, { showHidden: true }), /sales@/);
});

test("errors are recognized across copies of the package", async () => {
  const index = import.meta.resolve("@partner-referrals/client");
  const copy: typeof client = await import(`${new URL("errors.js", index).href}?copy`);
  const foreign = Object.create(
    Object.prototype,
    Object.getOwnPropertyDescriptors(new copy.ReferralsError("foreign")),
  );
  assert.ok(client.isReferralsError(foreign));
  for (const other of [null, undefined, "text", new Error("other"), {}])
    assert.ok(!client.isReferralsError(other));
});

test("an id that would lead elsewhere is rejected before anything is sent", async () => {
  const { url, received } = await serve((_, response) => json(response, 200, {}));
  const referrals = clientFor(url);
  for (const id of ["", ".", "..", "...", "a/b", "..\\x", "/"]) {
    await assert.rejects(async () => referrals.get(id), TypeError, id);
    await assert.rejects(async () => referrals.update(id, []), TypeError, id);
  }
  assert.equal(received.length, 0);
});

test("an id with special characters stays one segment", async () => {
  const { url, received } = await serve((_, response) => json(response, 200, { id: "1" }));
  await clientFor(url).get("a?b#c%2F d");
  assert.equal(received[0]?.url, "/v1.0/engagements/referrals/a%3Fb%23c%252F%20d");
});

test("a base URL that is none is rejected at once", () => {
  assert.throws(() => client.createReferralsClient({ token: "t", baseUrl: "not a url" }), TypeError);
});

test("a 204 where a body was promised is an error", async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(204).end();
  });
  const referrals = clientFor(url);
  const body = { type: "Independent", customerProfile: {}, consent: {}, details: {} };
  for (const call of [
    () => referrals.get("1"),
    () => referrals.list(),
    () => referrals.create(body),
    () => referrals.update("1", [], { returnRepresentation: true }),
    async () => {
      for await (const _ of client.listAll(referrals)) assert.fail();
    },
  ]) {
    await assert.rejects(call, { name: "ReferralsUnexpectedResponseError", status: 204 });
  }
  assert.equal(await referrals.update("1", []), undefined);
});
