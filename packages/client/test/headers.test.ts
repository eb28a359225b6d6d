import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createReferralsClient, edit, ReferralsTokenError } from "@partner-referrals/client";
import { respondingWith } from "./server.ts";

const injected = "x\r\nauthorization: Bearer other";
const patch = [{ op: "replace" as const, path: "/name", value: "New name" }];

describe("what a header cannot hold", () => {
  test("is no name of an app", () => {
    for (const userAgent of [injected, "crm\0", "销售"]) {
      assert.throws(() => createReferralsClient({ token: "t", userAgent }), TypeError);
    }
  });

  for (const wrong of [injected, '"1"\n', "“1”", ""]) {
    test(`is rejected before anything is sent, not as a broken connection: ${JSON.stringify(wrong)}`, async () => {
      const { url, received } = await respondingWith(200);
      const referrals = createReferralsClient({ token: "t", baseUrl: url });
      await assert.rejects(referrals.update("1", patch, { ifMatch: wrong }), TypeError);
      await assert.rejects(referrals.get("1", { clientRequestId: wrong }), TypeError);
      assert.equal(received.length, 0);
      const change = (draft: { name?: string | null }) => {
        draft.name = "New name";
      };
      await assert.rejects(edit(referrals, "1", change, { ifMatch: wrong }), {
        name: /TypeError|Unexpected/,
      });
      assert.ok(received.every(({ method }) => method === "GET"));
    });
  }

  test("is no ETag of a replacement either, not even a missing one", async () => {
    const { url, received } = await respondingWith(200);
    const referrals = createReferralsClient({ token: "t", baseUrl: url });
    const state = { status: "Active", substatus: "Accepted" } as const;
    const body = { ...state, type: "Independent", customerProfile: {}, consent: {}, details: {} };
    // @ts-expect-error: as from JavaScript
    await assert.rejects(async () => referrals.replace("1", body, {}), TypeError);
    await assert.rejects(async () => referrals.replace("1", body, { ifMatch: "" }), TypeError);
    assert.equal(received.length, 0);
  });

  test("is no token", async () => {
    const { url, received } = await respondingWith(200);
    for (const token of ["tökén", "a b", injected, "令牌", "a\0"]) {
      const error: unknown = await createReferralsClient({ token, baseUrl: url })
        .get("1")
        .catch((reason: unknown) => reason);
      assert.ok(error instanceof ReferralsTokenError);
      assert.ok(!error.message.includes(token));
    }
    assert.equal(received.length, 0);
  });

  test("is not what a hook sets", async () => {
    const { url, received } = await respondingWith(200);
    const onRequest = ({ headers }: { headers: Headers }) => headers.set("x-app", injected);
    await assert.rejects(createReferralsClient({ token: "t", baseUrl: url, onRequest }).get("1"), TypeError);
    assert.equal(received.length, 0);
  });
});
