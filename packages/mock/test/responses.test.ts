import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type RunningServer, startMock } from "@partner-referrals/mock";
import { library } from "./fixtures/contract.ts";
import { call, callOperation, mockFor } from "./support/http.ts";
import { operation, operations } from "./support/operations.ts";

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe("the mock responds with the contract's examples", async () => {
  let mock: RunningServer;
  test.before(async () => {
    mock = await startMock({ port: 0, logLevel: "silent" });
  });
  test.after(() => mock.close());

  for (const item of operations) {
    test(`${item.id} accepts every request example`, async () => {
      const bodies =
        Object.keys(item.bodies).length > 0 ? Object.entries(item.bodies) : [["no body", undefined]];
      for (const [name, body] of bodies) {
        const received = await callOperation(mock, item, { body });
        assert.ok(received.status >= 200 && received.status < 300, `${name}: ${received.text}`);
      }
    });

    test(`${item.id} responds with every response example, by code and name`, async () => {
      const listed = item.responses.filter(({ status }) => status !== "default");
      for (const { status, examples, headers } of listed) {
        for (const [name, expected] of Object.entries(examples)) {
          const received = await callOperation(mock, item, {
            headers: { prefer: `code=${status}, example=${name}` },
          });
          assert.deepEqual([received.status, received.json], [Number(status), expected]);
          assert.equal(
            received.headers.get("sl-violations"),
            null,
            `${status} ${name} violations from the contract`,
          );
          const missing = headers.filter((header) => !received.headers.has(header));
          assert.deepEqual(missing, [], `${status} ${name} lacks headers`);
        }
      }
    });
  }

  test("a response repeats the client's request id and has one of its own, and the time", async () => {
    const id = "6f6a3d6e-1b1a-4e0b-9d0e-0c8b7f1f2a33";
    const started = Date.now();
    const received = await callOperation(mock, operation("getReferral"), {
      headers: { "client-request-id": id },
    });
    assert.equal(received.headers.get("client-request-id"), id);
    assert.match(received.headers.get("request-id") ?? "", guid);
    assert.ok(Date.parse(received.headers.get("timestamp") ?? "") >= started);
    const next = await callOperation(mock, operation("getReferral"));
    assert.equal(next.headers.get("client-request-id"), null);
    assert.notEqual(next.headers.get("request-id"), received.headers.get("request-id"));
  });

  test("the ETag header is the one in the body", async () => {
    for (const example of ["own", "incoming"]) {
      const received = await callOperation(mock, operation("getReferral"), {
        headers: { prefer: `example=${example}` },
      });
      assert.equal(received.headers.get("etag"), Object(received.json).eTag);
    }
  });

  test("PATCH gives 204 by default and 200 with the referral when that is preferred", async () => {
    const patch = operation("updateReferral");
    const plain = await callOperation(mock, patch);
    assert.deepEqual([plain.status, plain.text], [204, ""]);
    const minimal = await callOperation(mock, patch, { headers: { prefer: "return=minimal" } });
    assert.equal(minimal.status, 204);
    const full = await callOperation(mock, patch, { headers: { prefer: "return=representation" } });
    assert.equal(full.status, 200);
    assert.deepEqual(full.json, patch.responses.find(({ status }) => status === "200")?.examples.changed);
  });

  test("return=representation stands beside the mock's own preferences", async () => {
    const patch = operation("updateReferral");
    const both = await callOperation(mock, patch, { headers: { prefer: "return=representation, code=412" } });
    assert.equal(both.status, 412);
    const inQuery = await callOperation(mock, patch, {
      headers: { prefer: "return=representation" },
      query: "?__code=409",
    });
    assert.equal(inQuery.status, 409);
  });

  for (const [name, prefer, query] of [
    ["commas", "code=404, example=unknownReferral", ""],
    ["semicolons", "code=404; example=unknownReferral", ""],
    ["quotes", 'code="404", example="unknownReferral"', ""],
    ["the query", undefined, "?__code=404&__example=unknownReferral"],
    ["header and query", "code=404", "?__code=500&__example=unknownReferral"],
  ] as const) {
    test(`preferences may be given with ${name}`, async () => {
      const headers = prefer === undefined ? {} : { prefer };
      const received = await callOperation(mock, operation("getReferral"), { headers, query });
      assert.equal(received.status, 404);
      assert.equal(received.error.code, "itemNotFound");
    });
  }

  test("a status that only `default` covers can be asked for", async () => {
    const received = await callOperation(mock, operation("getReferral"), { headers: { prefer: "code=418" } });
    assert.equal(received.status, 418);
    assert.ok(received.error.code);
  });

  for (const [prefer, expected] of [
    ["code=299", /asks for the response 299, which getReferral does not have; it has 200, 400, .*default/],
    ["code=abc", /three digits/],
    ["dynamic=maybe", /true or false/],
    ["example=nope", /example nope, .*by code, 200: own, incoming; 400: /],
  ] as const) {
    test(`Prefer: ${prefer} is rejected with what there is`, async () => {
      const received = await callOperation(mock, operation("getReferral"), { headers: { prefer } });
      assert.equal(received.status, 400);
      assert.match(received.error.message, expected);
      assert.equal(received.error.target, "header/Prefer");
    });
  }

  test("HEAD is GET without the body", async () => {
    const { path, headers } = operation("listReferrals");
    const get = await call(`${mock.url}${path}`, { headers });
    const head = await call(`${mock.url}${path}`, { method: "HEAD", headers });
    assert.deepEqual([head.status, head.text], [200, ""]);
    assert.equal(head.headers.get("content-length"), get.headers.get("content-length"));
  });
});

describe("the mock serves any other contract", () => {
  test("a fixed path goes before a parameter", async (context) => {
    const mock = await mockFor(context, { document: library });
    assert.deepEqual((await call(`${mock.url}/books/newest`)).json, { title: "Emma" });
    assert.deepEqual((await call(`${mock.url}/books/n%65west`)).json, { title: "Emma" });
    assert.equal((await call(`${mock.url}/books/Dune`)).status, 200);
    assert.equal((await call(`${mock.url}/b%6foks/Dune`)).status, 200);
    assert.equal((await call(`${mock.url}/books/Dune/pages`)).status, 404);
  });

  test("objects may be spread over the query, and an API key may be in it", async (context) => {
    const mock = await mockFor(context, { document: library });
    const status = async (query: string) => (await call(`${mock.url}/search${query}`)).status;
    assert.equal(await status("?key=k&by[year]=1965&size=5"), 200);
    assert.equal(await status("?key=k&by[year]=x"), 400);
    assert.equal(await status("?key=k&size=x"), 400);
    assert.equal(await status("?key=k&colour=red"), 400);
    assert.equal(await status("?by[year]=1965"), 401);
  });

  test("writeOnly properties stay out of responses, whether from examples or generated", async (context) => {
    const mock = await mockFor(context, { document: library });
    assert.deepEqual((await call(`${mock.url}/books/Dune`)).json, { title: "Dune" });
    const made = await call(`${mock.url}/unwritten`);
    assert.deepEqual(Object.keys(Object(made.json)).sort(), ["eTag", "title"]);
  });

  test("an operation without an example gets a response from its schema", async (context) => {
    const mock = await mockFor(context, { document: library });
    const received = await call(`${mock.url}/unwritten`);
    assert.equal(received.status, 200);
    assert.equal(typeof Object(received.json).title, "string");
  });

  test("Accept chooses between media types", async (context) => {
    const mock = await mockFor(context, { document: library });
    const type = async (accept: string) => {
      const received = await call(`${mock.url}/books`, { headers: { accept } });
      return `${received.status} ${received.headers.get("content-type")}`;
    };
    assert.equal(await type("*/*"), "200 application/json");
    assert.equal(await type("text/*"), "200 text/csv");
    assert.equal(await type("application/json;q=0.5, text/csv"), "200 text/csv");
    assert.equal(await type("*/*, application/json;q=0"), "200 text/csv");
    assert.equal(await type("text/html"), "406 application/json");
    assert.equal((await call(`${mock.url}/books`, { headers: { accept: "text/csv" } })).text, "title\nDune");
  });

  test("an example that breaks its schema is reported, and rejected with `errors`", async (context) => {
    const lenient = await mockFor(context, { document: library });
    const reported = await call(`${lenient.url}/wrong`);
    assert.deepEqual([reported.status, reported.json], [200, { title: 7 }]);
    assert.deepEqual(JSON.parse(reported.headers.get("sl-violations") ?? ""), [
      {
        location: ["response", "body", "title"],
        severity: "Error",
        code: "type",
        message: "body/title must be a string",
      },
    ]);
    const strict = await mockFor(context, { document: library, errors: true });
    const rejected = await call(`${strict.url}/wrong`);
    assert.equal(rejected.status, 500);
    assert.equal(rejected.violations[0]?.pointer, "/title");
    assert.equal((await call(`${strict.url}/books/newest`)).status, 200);
  });
});
