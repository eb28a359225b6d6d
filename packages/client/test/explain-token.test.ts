import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  createReferralsClient,
  explainToken,
  ReferralsAuthenticationError,
  ReferralsMfaRequiredError,
  ReferralsTokenError,
} from "@partner-referrals/client";
import { createWebhookClient } from "@partner-referrals/client/webhooks";
import { serverUrl, webhookServerUrl, webhookTokenScope } from "@partner-referrals/types";
import { json, respondingWith, serve } from "./server.ts";

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const good = {
  aud: serverUrl,
  exp: Date.now() / 1000 + 3600,
  scp: "user_impersonation",
  amr: ["pwd", "mfa"],
};
const tokenWith = (claims: object) =>
  `${base64({ alg: "RS256" })}.${base64({ ...good, ...claims })}.signature`;

describe("explainToken names what is wrong", () => {
  for (const [what, claims, expected] of [
    [
      "a token of another API",
      { aud: "https://graph.microsoft.com" },
      /audience.*graph.*not https:\/\/api\.partner/,
    ],
    ["an expired token", { exp: 1_700_000_000 }, /expired 2023-11-14/],
    ["a token of an app alone", { scp: undefined, idtyp: "app" }, /app alone/],
    ["a token of an app alone, by its roles", { scp: undefined, roles: ["x"] }, /app alone/],
    ["a token without a permission", { scp: undefined }, /no permission \(scp\)/],
    ["a user without multifactor authentication", { amr: ["pwd"] }, /multifactor/],
  ] as const) {
    test(what, () => {
      const reasons = explainToken(tokenWith(claims));
      assert.equal(reasons.length, 1, String(reasons));
      assert.match(reasons[0] ?? "", expected);
    });
  }

  test("nothing about a token that is as it should be, also with names beyond ASCII", () => {
    assert.deepEqual(explainToken(tokenWith({ aud: `${serverUrl}/`, name: "Zoë Müller 山" })), []);
    assert.deepEqual(explainToken(tokenWith({ aud: webhookServerUrl }), webhookTokenScope), []);
  });

  test("nothing about an expiry that is no time", () => {
    for (const exp of [-1e300, 1e300, "soon", {}]) {
      assert.deepEqual(explainToken(tokenWith({ exp })), [], String(exp));
    }
  });

  test("and what is no token at all", () => {
    for (const text of ["", "opaque", "a.b.c", "Proseware:admin"])
      assert.match(explainToken(text)[0] ?? "", /not a JWT/);
  });
});

describe("a 401", () => {
  test("says what is wrong with the token, but not the token", async () => {
    const { url } = await respondingWith(401);
    const token = tokenWith({ exp: 1_700_000_000 });
    await assert.rejects(createReferralsClient({ token, baseUrl: url }).get("1"), (error) => {
      assert.ok(error instanceof ReferralsAuthenticationError);
      assert.match(error.message, /expired 2023-11-14/);
      assert.ok(!error.message.includes(token));
      return true;
    });
    await assert.rejects(createWebhookClient({ token: tokenWith({}), baseUrl: url }).get(), /audience/);
  });

  for (const body of [
    { code: 900421, description: "MFA is required." },
    {
      error: {
        code: "unauthenticated",
        message: "No.",
        innerError: { code: "900421", message: "MFA is required." },
      },
    },
  ]) {
    test(`for missing multifactor authentication has its own class: ${JSON.stringify(body)}`, async () => {
      const { url } = await serve((_, response) => json(response, 401, body));
      await assert.rejects(createReferralsClient({ token: "t", baseUrl: url }).get("1"), (error) => {
        assert.ok(
          error instanceof ReferralsMfaRequiredError && error instanceof ReferralsAuthenticationError,
        );
        assert.equal(error.innermostCode, "900421");
        return true;
      });
    });
  }
});

test("a token that the service echoes does not get into errors", async () => {
  const token = tokenWith({});
  const { url } = await serve((_, response) =>
    json(response, 400, { error: { code: "c", message: `Bad header: Bearer ${token}`, target: token } }),
  );
  const error = await createReferralsClient({ token, baseUrl: url })
    .get("1")
    .catch((reason: unknown) => reason);
  assert.ok(error instanceof Error);
  assert.match(error.message, /Bearer \[token\]/);
  assert.doesNotMatch(
    JSON.stringify([error.message, { ...error }, Reflect.get(error, "body")]),
    new RegExp(token),
  );
});

describe("a token that cannot be sent", () => {
  for (const [what, token] of [
    ["an empty string", ""],
    ["a function that returns nothing", () => undefined as unknown as string],
    ["spaces", async () => "  "],
    ["a line break in it", () => "secret-token\n"],
    ["no token at all", undefined as unknown as string],
  ] as const) {
    test(`is rejected before anything is sent: ${what}`, async () => {
      const { url, received } = await respondingWith(200);
      await assert.rejects(createReferralsClient({ token, baseUrl: url }).get("1"), (error) => {
        assert.ok(error instanceof ReferralsTokenError);
        assert.doesNotMatch(error.message, /secret/);
        assert.equal(error.method, "GET");
        return true;
      });
      assert.equal(received.length, 0);
    });
  }
});
