import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startMock } from "@partner-referrals/mock";
import { answers, calls, contract, judge, requestBody } from "./support/contract.ts";
import { send } from "./support/send.ts";

const mock = await startMock({ port: 0 });
after(() => mock.close());

for (const call of calls) {
  const { operation } = call;
  const body = requestBody(operation);

  for (const [name, { value }] of Object.entries(body?.examples ?? {})) {
    test(`${operation.operationId} takes its example ${name}`, async () => {
      const response = await send(mock.url, call, value);
      assert.ok(response.ok, await response.text());
    });
  }

  for (const { status, media } of answers(operation)) {
    for (const [name, { value }] of Object.entries(media.examples)) {
      test(`${operation.operationId} answers ${status} with its example ${name}`, async () => {
        const code = status === "default" ? "418" : status;
        const sent = Object.values(body?.examples ?? {})[0]?.value;
        const response = await send(mock.url, call, sent, { prefer: `code=${code}, example=${name}` });
        assert.equal(response.status, Number(code));
        const received: unknown = await response.json();
        assert.deepEqual(received, value);
        const { fits, errors } = judge(media.schema, received);
        assert.ok(fits, errors);
      });
    }
  }
}

for (const [name, item] of Object.entries(contract.webhooks)) {
  const body = item.post && requestBody(item.post);
  for (const { value } of Object.values(body?.examples ?? {})) {
    test(`the example of the event ${name} fits its schema and has its name`, () => {
      assert.ok(body && judge(body.schema, value).fits);
      assert.equal(Object(value).EventName, name);
    });
  }
}
