import assert from "node:assert/strict";
import { after, test } from "node:test";
import {
  accept,
  createReferralsClient,
  edit,
  listAll,
  ReferralsApiError,
  ReferralsBadRequestError,
} from "@partner-referrals/client";
import { createPreviewClient } from "@partner-referrals/client/preview";
import { createWebhookClient } from "@partner-referrals/client/webhooks";
import { startMock } from "@partner-referrals/mock";
import type {
  Referral,
  ReferralCreate,
  ReferralPatch,
  ReferralReplace,
  WebhookRegistrationCreate,
} from "@partner-referrals/types";
import { answers, calls, requestBody } from "./support/contract.ts";

const mock = await startMock({ port: 0 });
after(() => mock.close());

const options = { token: "token", baseUrl: mock.url, retry: false } as const;
const referrals = createReferralsClient(options);
const preview = createPreviewClient(options);
const webhooks = createWebhookClient(options);
const id = "2f1c7c3e-5d0a-4b5e-9c1e-7a40d9f0b6a1";

/** The first example that an operation is sent, or answers with. The type says what the contract says it is. */
function example<Body>(operationId: string, direction: "sent" | "answered"): Body {
  const operation = calls.find((call) => call.operation.operationId === operationId)?.operation;
  assert.ok(operation, operationId);
  const media = direction === "sent" ? requestBody(operation) : answers(operation)[0]?.media;
  return Object.values(media?.examples ?? {})[0]?.value as Body;
}

const used: Record<string, () => Promise<unknown>> = {
  createReferral: () => referrals.create(example<ReferralCreate>("createReferral", "sent")),
  listReferrals: () => referrals.list({ orderby: "createdDateTime desc", top: 10 }),
  getReferral: () => referrals.get(id),
  updateReferral: () =>
    referrals.update(id, example<ReferralPatch>("updateReferral", "sent"), {
      ifMatch: '"1"',
      returnRepresentation: true,
    }),
  replaceReferral: () =>
    referrals.replace(id, example<ReferralReplace>("replaceReferral", "sent"), { ifMatch: '"1"' }),
  createPreviewReferral: () =>
    preview.create({ CustomerProfile: { Name: "Northwind Traders" }, Details: {} }),
  getPreviewReferral: () => preview.get(id),
  updatePreviewReferral: () => preview.update(id, { Status: "Won" }),
  listWebhookEvents: () => webhooks.listEventNames(),
  getWebhookRegistration: () => webhooks.get(),
  registerWebhook: () => webhooks.register(example<WebhookRegistrationCreate>("registerWebhook", "sent")),
  updateWebhookRegistration: () =>
    webhooks.update(example<WebhookRegistrationCreate>("updateWebhookRegistration", "sent")),
  testWebhook: () => webhooks.sendTestEvent(),
  getWebhookTest: () => webhooks.getTestResult("04af2aea-d413-42db-824e-f328001484d1"),
};

for (const { operation } of calls) {
  test(`the client calls ${operation.operationId} and gets the documented answer`, async () => {
    const call = used[operation.operationId];
    assert.ok(call, "The client has no method for it.");
    assert.deepEqual(await call(), example(operation.operationId, "answered"));
  });
}

test("an update without a wish to see it answers nothing", async () => {
  assert.equal(await referrals.update(id, [{ op: "replace", path: "/name", value: "Other" }]), undefined);
});

test("an edit reads, and sends the difference", async () => {
  const changed = await edit(referrals, id, (deal) => {
    deal.details.dealValue = 58000;
  });
  assert.equal(changed.id, id);
});

test("an accepted referral is accepted without a word", async () => {
  const current: Referral = await accept(referrals, id);
  assert.equal(current.substatus, "Accepted");
});

test("a list ends although the mock's next link leads round in a circle", async () => {
  let count = 0;
  for await (const _ of listAll(referrals)) count++;
  assert.equal(count, 2 * example<{ value: [] }>("listReferrals", "answered").value.length);
});

test("an invalid request is an error that names what is wrong and where", async () => {
  const deal = { ...example<ReferralCreate>("createReferral", "sent"), details: { currency: "dollars" } };
  await assert.rejects(referrals.create(deal), (error) => {
    assert.ok(error instanceof ReferralsBadRequestError);
    assert.match(`${error.message} ${error.target}`, /currency/);
    return true;
  });
});

for (const { status, media } of answers(calls[0]?.operation ?? assert.fail())) {
  if (!(Number(status) >= 400)) continue;
  test(`the client tells a documented ${status} for what it is`, async () => {
    const { value } = Object.values(media.examples)[0] ?? assert.fail();
    const client = createReferralsClient({
      ...options,
      onRequest: ({ headers }) => headers.set("prefer", `code=${status}`),
    });
    await assert.rejects(client.list(), (error) => {
      assert.ok(error instanceof ReferralsApiError);
      assert.equal(error.status, Number(status));
      assert.equal(error.code, Object(value).error.code);
      assert.deepEqual(error.body, value);
      return true;
    });
  });
}
