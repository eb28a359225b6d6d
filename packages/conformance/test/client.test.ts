import assert from "node:assert/strict";
import { after, test } from "node:test";
import {
  accept,
  createReferralsClient,
  edit,
  listAll,
  ReferralsApiError,
  ReferralsBadRequestError,
  ReferralsUnexpectedResponseError,
} from "@partner-referrals/client";
import { createPreviewClient } from "@partner-referrals/client/preview";
import { createWebhookClient } from "@partner-referrals/client/webhooks";
import { startMock } from "@partner-referrals/mock";
import { contract, parameterExample, requestExample, responseExample } from "@partner-referrals/spec/model";
import type {
  Referral,
  ReferralCreate,
  ReferralPatch,
  ReferralReplace,
  WebhookRegistrationCreate,
} from "@partner-referrals/types";
import { calls, responsesWithBody } from "./support/contract.ts";

const mock = await startMock({ port: 0 });
after(() => mock.close());

const options = { token: "token", baseUrl: mock.url, retry: false } as const;
const referrals = createReferralsClient(options);
const preview = createPreviewClient(options);
const webhooks = createWebhookClient(options);
const id = idExample("getReferral");

/** The first example that an operation is sent, or answers with. The type says what the contract says it is. */
function example<Body>(operationId: string, direction: "sent" | "answered"): Body {
  const operation = calls.find((call) => call.operation.id === operationId)?.operation;
  assert.ok(operation, operationId);
  const [success = ""] = [...operation.responses.keys()];
  const found =
    direction === "sent"
      ? requestExample(contract, operation)
      : responseExample(contract, operation, success);
  return found?.value as Body;
}

/** The example of the id in an operation's path. */
function idExample(operationId: string): string {
  const operation = calls.find((call) => call.operation.id === operationId)?.operation;
  const parameter = operation?.parameters.find((one) => one.in === "path");
  assert.ok(parameter, operationId);
  return String(parameterExample(contract, parameter));
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
  getWebhookTest: () => webhooks.getTestResult(idExample("getWebhookTest")),
};

for (const { operation } of calls) {
  test(`the client calls ${operation.id} and gets the documented answer`, async () => {
    const call = used[operation.id];
    assert.ok(call, "The client has no method for it.");
    assert.deepEqual(await call(), example(operation.id, "answered"));
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

test("a list whose next link leads back to itself, as the mock's does, is an error and not a complete list", async () => {
  let count = 0;
  const list = async () => {
    for await (const _ of listAll(referrals)) count++;
  };
  await assert.rejects(list, ReferralsUnexpectedResponseError);
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

const [list = assert.fail()] = calls;
for (const { status } of responsesWithBody(list.operation)) {
  if (!(Number(status) >= 400)) continue;
  test(`the client tells a documented ${status} for what it is`, async () => {
    const { value } = responseExample(contract, list.operation, status);
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
