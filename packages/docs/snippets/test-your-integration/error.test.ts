import assert from "node:assert/strict";
import { test } from "node:test";
import { createReferralsClient, ReferralsConflictError } from "@partner-referrals/client";
import { startMock } from "@partner-referrals/mock";

test("a closed deal is a conflict", async () => {
  const mock = await startMock({ port: 0 });
  const referrals = createReferralsClient({
    baseUrl: mock.url,
    token: "any",
    onRequest: ({ headers }) => headers.set("Prefer", "code=409"),
  });
  const patch = [{ op: "replace" as const, path: "/details/dealValue", value: 1 }];
  await assert.rejects(
    referrals.update("2f1c7c3e-5d0a-4b5e-9c1e-7a40d9f0b6a1", patch),
    ReferralsConflictError,
  );
  await mock.close();
});
