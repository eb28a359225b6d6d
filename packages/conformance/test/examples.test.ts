import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startMock } from "@partner-referrals/mock";
import { bodyExamples, contract, examplesOf, listWebhooks } from "@partner-referrals/spec/model";
import { calls, requestExamples, responsesWithBody, validate } from "./support/contract.ts";
import { send } from "./support/send.ts";

const mock = await startMock({ port: 0 });
after(() => mock.close());

for (const call of calls) {
  const { operation } = call;
  const sent = requestExamples(operation);

  for (const { name, value } of sent) {
    test(`${operation.id} accepts its example ${name}`, async () => {
      const response = await send(mock.url, call, value);
      assert.ok(response.ok, await response.text());
    });
  }

  for (const { status, media } of responsesWithBody(operation)) {
    for (const { name, value } of examplesOf(contract, media)) {
      test(`${operation.id} responds to ${status} with its example ${name}`, async () => {
        const code = status === "default" ? "418" : status;
        const prefer = `code=${code}, example=${name}`;
        const response = await send(mock.url, call, sent[0]?.value, { prefer });
        assert.equal(response.status, Number(code));
        const received: unknown = await response.json();
        assert.deepEqual(received, value);
        const { isValid, errors } = validate(media, received);
        assert.ok(isValid, errors);
      });
    }
  }
}

for (const { path, requestBody } of listWebhooks(contract)) {
  for (const { value } of bodyExamples(contract, requestBody)) {
    test(`the example of the event ${path} fits its schema and has its name`, () => {
      const [media = assert.fail()] = requestBody?.content ?? [];
      assert.ok(validate(media, value).isValid);
      assert.equal(Object(value).EventName, path);
    });
  }
}
