import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type RunningServer, startMock } from "@partner-referrals/mock";
import { contract, library } from "./fixtures/contract.ts";
import { call, callOperation, mockFor } from "./support/http.ts";
import { operation, operations } from "./support/operations.ts";

const get = operation("getReferral");
const successes = Number(process.env.ROUNDS ?? 2);

describe("generated responses match the contract", () => {
  let mock: RunningServer;
  test.before(async () => {
    mock = await startMock({ port: 0, logLevel: "silent", dynamic: true });
  });
  test.after(() => mock.close());

  // Errors are of one shape, and the same in each operation. Successes are what there is to get wrong.
  const seen = new Set<string>();
  for (const item of operations) {
    test(`${item.id}, for each status, whatever the dice say`, async () => {
      for (const { status, headers } of item.responses) {
        const code = status === "default" ? "499" : status;
        const isSuccess = Number(code) < 300;
        if (!isSuccess && seen.has(code)) continue;
        seen.add(code);
        const rounds = isSuccess ? successes : 1;
        for (let seed = 0; seed < rounds; seed++) {
          const received = await callOperation(mock, item, {
            headers: { prefer: `code=${code}, seed=${seed}` },
          });
          assert.equal(received.status, Number(code));
          const violations = received.headers.get("sl-violations");
          assert.equal(violations, null, `seed ${seed}: ${violations} in ${received.text}`);
          const missing = headers.filter((name) => !received.headers.has(name));
          assert.deepEqual(missing, []);
        }
      }
    });
  }

  test("are different each time without a seed, and never an example", async () => {
    const responses = await Promise.all(Array.from({ length: 5 }, () => callOperation(mock, get)));
    const examples = get.responses[0]?.examples;
    const texts = new Set([...responses.map(({ text }) => text), JSON.stringify(examples?.own)]);
    assert.equal(texts.size, 6);
  });

  test("are the same each time with a seed, also between requests without one", async () => {
    const seeded = () => callOperation(mock, get, { headers: { prefer: "seed=abc" } });
    const [first, free, second, freeAgain] = [
      await seeded(),
      await callOperation(mock, get),
      await seeded(),
      await callOperation(mock, get),
    ];
    assert.deepEqual(first.json, second.json);
    assert.notDeepEqual(first.json, free.json);
    assert.notDeepEqual(free.json, freeAgain.json, "the seed outlives its request");
  });

  test("have an ETag header like the one in the body", async () => {
    const { headers, json } = await callOperation(mock, get);
    assert.equal(headers.get("etag"), Object(json).eTag);
  });

  test("give way to an example on request", async () => {
    const examples = get.responses[0]?.examples;
    const named = await callOperation(mock, get, { headers: { prefer: "example=incoming" } });
    assert.deepEqual(named.json, examples?.incoming);
    const still = await callOperation(mock, get, { query: "?__dynamic=false" });
    assert.deepEqual(still.json, examples?.own);
  });
});

test("the callbacks of a contract are never called", async (context) => {
  let calls = 0;
  const server = createServer((_request, response) => {
    calls++;
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => server.close());
  // It listens on a port, so it has such an address.
  const { port } = server.address() as AddressInfo;
  const responses = {
    200: { description: "OK", content: { "application/json": { schema: { type: "object" } } } },
  };
  const callbacks = { told: { [`http://127.0.0.1:${port}/told`]: { post: { responses } } } };
  const document = contract({ "/tell": { post: { operationId: "tell", callbacks, responses } } });
  const mock = await mockFor(context, { document, dynamic: true });
  assert.equal((await call(`${mock.url}/tell`, { method: "POST" })).status, 200);
  // A call that is under way would arrive before this one.
  await call(`http://127.0.0.1:${port}/last`);
  await delay(100);
  assert.equal(calls, 1);
});

test("a static mock generates on request", async (context) => {
  const mock = await mockFor(context);
  const received = await callOperation(mock, get, { headers: { prefer: "dynamic=true" } });
  assert.equal(received.status, 200);
  assert.notDeepEqual(received.json, get.responses[0]?.examples.own);
});

test("a response that cannot be generated is reported, and rejected with `errors`", async (context) => {
  const lenient = await mockFor(context, { document: library, dynamic: true });
  const reported = await call(`${lenient.url}/impossible`);
  assert.equal(reported.status, 200);
  assert.match(reported.headers.get("sl-violations") ?? "", /"response","body"/);
  const strict = await mockFor(context, { document: library, dynamic: true, errors: true });
  const rejected = await call(`${strict.url}/impossible`);
  assert.equal(rejected.status, 500);
  assert.ok(rejected.violations.length > 0);
});
