import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertError, collection, deal, start } from "./support/sandbox.ts";

const sandbox = await start();
const { call } = sandbox;

/** An unsigned JWT, as only a sandbox takes it. */
const jwt = (claims: object) =>
  [{ alg: "none" }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".")
    .concat(".");
const hour = 3600;
const now = Math.floor(Date.now() / 1000);

describe("A token", () => {
  test("is needed, and nothing else of the request is looked at without one", async () => {
    for (const headers of [
      {},
      { authorization: "Basic YTpi" },
      { authorization: "Bearer" },
      { authorization: "Bearer a b" },
    ]) {
      const response = await call("POST", collection, { token: null, raw: "{", headers });
      assertError(response, 401);
      assert.equal(response.headers.get("www-authenticate"), "Bearer");
    }
  });

  test("names organization and role, or is any text for the default organization", async () => {
    const created = (await call("POST", collection, { body: deal })).body;
    for (const token of ["whatever", "Proseware:admin", "proseware:Referrals admin".replaceAll(" ", "-")])
      assert.equal((await call("GET", `${collection}/${created.id}`, { token })).status, 200, token);
    assertError(await call("GET", `${collection}/${created.id}`, { token: "Fabrikam:admin" }), 404);
  });

  test("of an app alone is good for the preview only", async () => {
    assertError(await call("GET", collection, { token: "Proseware:app" }), 403, "appOnly");
    const { id } = (await call("POST", collection, { body: deal })).body;
    assert.equal((await call("GET", `/v1/referrals/${id}`, { token: "Proseware:app" })).status, 200);
  });

  test("without a referrals role is rejected", async () => {
    assertError(await call("GET", collection, { token: "Proseware:reader" }), 403, "roleMissing");
  });

  test("may be a JWT, whose claims are read but not verified", async () => {
    const claims = {
      tid: "5f0c6d1e-92b4-4b8a-8f1d-6a7c3e2b9d04",
      upn: "sales@proseware.example",
      scp: "user_impersonation",
    };
    const token = jwt({ ...claims, aud: "https://api.partner.microsoft.com", exp: now + hour });
    const { body } = await call("POST", collection, { token, body: deal });
    assert.equal(body.organizationId, claims.tid);
    assertError(
      await call("GET", collection, { token: jwt({ ...claims, exp: now - 1 }) }),
      401,
      "tokenExpired",
    );
    assertError(
      await call("GET", collection, { token: jwt({ ...claims, nbf: now + hour }) }),
      401,
      "tokenNotYetValid",
    );
    assertError(
      await call("GET", collection, { token: jwt({ ...claims, aud: "https://graph.microsoft.com" }) }),
      401,
      "tokenAudience",
    );
    assertError(
      await call("GET", collection, { token: jwt({ tid: claims.tid, idtyp: "app" }) }),
      403,
      "appOnly",
    );
    assertError(await call("GET", collection, { token: jwt({ tid: claims.tid }) }), 403, "appOnly");
    assertError(await call("GET", collection, { token: "eyJub3QganNvbg.eyJub3QganNvbg.x" }), 401);
  });

  test("for the referrals API is not valid for Partner Center, and the other way round", async () => {
    const of = (aud: string) => jwt({ upn: "a@proseware.example", aud });
    const partnerCenter = of("https://api.partnercenter.microsoft.com");
    assert.equal(
      (await call("GET", "/webhooks/v1/registration/events", { token: partnerCenter })).status,
      200,
    );
    assertError(await call("GET", collection, { token: partnerCenter }), 401);
  });
});

describe("A user with the Referrals user role", () => {
  const token = "Proseware:user:me@proseware.example";
  test("works on the referrals that have the user in the team", async () => {
    const mine = (
      await call("POST", collection, { token, body: { ...deal, team: [{ email: "Me@Proseware.example" }] } })
    ).body;
    const theirs = (
      await call("POST", collection, { body: { ...deal, team: [{ email: "you@proseware.example" }] } })
    ).body;
    const { body } = await call("GET", collection, { token });
    assert.deepEqual(
      body.value.map(({ id }: { id: string }) => id),
      [mine.id],
    );
    assertError(await call("GET", `${collection}/${theirs.id}`, { token }), 403, "notInTeam");
    const patch = [{ op: "add", path: "/name", value: "x" }];
    assertError(await call("PATCH", `${collection}/${theirs.id}`, { token, body: patch }), 403);
    assert.equal((await call("PATCH", `${collection}/${mine.id}`, { token, body: patch })).status, 204);
  });

  test("has an address made of the organization's name unless the token has one", async () => {
    await call("POST", collection, {
      token: "Fabrikam:admin",
      body: { ...deal, team: [{ email: "user@fabrikam.example" }] },
    });
    assert.equal((await call("GET", collection, { token: "Fabrikam:user" })).body.value.length, 1);
  });
});
