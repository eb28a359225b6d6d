import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type RunningServer, startMock } from "@partner-referrals/mock";
import { library } from "./fixtures/contract.ts";
import { operation, operations } from "./support/bundle.ts";
import { call, callOperation, mockFor, type Reply } from "./support/http.ts";

const create = operation("createReferral");
const list = operation("listReferrals");
const get = operation("getReferral");
const valid: Record<string, unknown> = Object(create.bodies.independent);

/** The code and message of the contract's example for an error status of an operation. */
function exampleOf(status: number): { code: string; message: string } {
  const response = create.responses.find((candidate) => candidate.status === String(status));
  return Object(Object.values(response?.examples ?? {})[0]).error;
}

function places(reply: Reply): string[] {
  return reply.violations.map(({ location, pointer, name }) => `${location}${pointer ?? `/${name}`}`);
}

suite("an invalid request is refused", () => {
  let mock: RunningServer;
  test.before(async () => {
    mock = await startMock({ port: 0, logLevel: "silent" });
  });
  test.after(() => mock.close());

  const createWith = (changes: object) => callOperation(mock, create, { body: { ...valid, ...changes } });

  test("with 400, its code from the contract, each violation named and listed", async () => {
    const reply = await callOperation(mock, create, {
      query: "?colour=red",
      headers: { "client-request-id": "not-a-guid" },
      body: { ...valid, type: 3, customerProfile: undefined, colour: "red" },
    });
    assert.equal(reply.status, 400);
    assert.equal(reply.error.code, exampleOf(400).code);
    const expected = [
      "query/colour",
      "header/client-request-id",
      "body/customerProfile",
      "body/colour",
      "body/type",
    ];
    assert.deepEqual(places(reply).sort(), expected.sort());
    for (const place of expected)
      assert.ok(reply.error.message.includes(place), `${place} is not in the message`);
    assert.equal(reply.error.target, places(reply)[0]);
    for (const { code, message } of reply.violations) assert.ok(code.length > 0 && message.length > 0);
  });

  for (const [name, changes, place, message] of [
    ["a wrong type", { name: 5 }, "body/name", "must be a string or null"],
    ["a wrong type of an open enum", { type: 5 }, "body/type", "must be a string"],
    [
      "a wrong type in a nullable object",
      { details: { requirements: 5 } },
      "body/details/requirements",
      "must be an object or null",
    ],
    [
      "a mistake inside a nullable object",
      { details: { requirements: { products: 5 } } },
      "body/details/requirements/products",
      "must be an array",
    ],
    ["a missing property", { consent: undefined }, "body/consent", "is required"],
    ["an unknown property", { "a/b": 1 }, "body/a~1b", "is not allowed here"],
    [
      "a property of the prototype",
      JSON.parse('{"__proto__": {"x": 1}}'),
      "body/__proto__",
      "is not allowed here",
    ],
    ["a status outside the table", { status: "Open" }, "body/status", "must be one of New, Active, Closed"],
    [
      "a substatus of another status",
      { status: "Active", substatus: "Won" },
      "body/substatus",
      "must be one of Accepted",
    ],
    ["a value in the wrong format", { engagementId: "x" }, "body/engagementId", "must be in the format uuid"],
    ["too many items", { team: Array(51).fill({}) }, "body/team", "must not have more than 50 items"],
  ] as const) {
    test(`${name}, in plain words and without noise`, async () => {
      const body = JSON.stringify({ ...valid, ...changes }).replace(
        /\}$/,
        Object.hasOwn(changes, "__proto__") ? ',"__proto__":{"x":1}}' : "}",
      );
      const reply = await callOperation(mock, create, { body });
      assert.equal(reply.status, 400);
      assert.deepEqual(places(reply), [place]);
      assert.equal(reply.violations[0]?.message, message);
      assert.equal(reply.error.message, `${place} ${message}.`);
    });
  }

  test("a status change in a patch that breaks the table", async () => {
    const reply = await callOperation(mock, operation("updateReferral"), {
      body: [
        { op: "replace", path: "/status", value: "Closed" },
        { op: "replace", path: "/substatus", value: "Pending" },
      ],
    });
    assert.deepEqual(places(reply), ["body/1/value"]);
    assert.match(reply.error.message, /must be one of Won, Lost/);
  });

  test("a property that a replacement must leave out", async () => {
    const replace = operation("replaceReferral");
    const reply = await callOperation(mock, replace, { body: { ...Object(replace.bodies.won), links: {} } });
    assert.deepEqual(places(reply), ["body/links"]);
  });

  test("a missing required header", async () => {
    const { path, method, headers, bodies } = operation("replaceReferral");
    const { "If-Match": _, ...rest } = headers;
    const reply = await call(`${mock.url}${path}`, { method, headers: rest, body: bodies.won });
    assert.deepEqual(places(reply), ["header/If-Match"]);
    assert.match(reply.error.message, /header\/If-Match is required/);
  });

  test("a path parameter in the wrong format", async () => {
    const reply = await call(`${mock.url}${get.template.replace(/\{.*\}/, "42")}`, { headers: get.headers });
    assert.deepEqual([reply.status, places(reply)], [400, ["path/referralId"]]);
  });

  for (const [query, place] of [
    ["?$top=ten", "query/$top"],
    ["?$top=1.5", "query/$top"],
    ["?$top=", "query/$top"],
    ["?$top=1&$top=2", "query/$top"],
    ["?$count=perhaps", "query/$count"],
    ["?$filter=", "query/$filter"],
    ["?$Top=1", "query/$Top"],
    ["?__proto__=1", "query/__proto__"],
    ["?constructor=1", "query/constructor"],
  ] as const) {
    test(`the query ${query}`, async () => {
      const reply = await callOperation(mock, list, { query });
      assert.deepEqual([reply.status, places(reply)], [400, [place]]);
    });
  }

  test("an unknown query name is answered with the known ones", async () => {
    const reply = await callOperation(mock, list, { query: "?$fitler=x" });
    const known = list.parameters.filter((item) => item.in === "query").map(({ name }) => name);
    assert.ok(
      known.length > 3 && known.every((name) => reply.error.message.includes(name)),
      reply.error.message,
    );
  });

  test("encoded names and values count as what they stand for", async () => {
    const reply = await callOperation(mock, list, { query: "?%24top=5&$filter=status+eq+%27Active%27" });
    assert.equal(reply.status, 200);
  });

  test("no more than 1024 characters of message, and 100 violations, for a body full of mistakes", async () => {
    const reply = await createWith({ team: Array(2000).fill({ firstName: 5, lastName: 5 }) });
    assert.equal(reply.status, 400);
    assert.ok(reply.error.message.length <= 1024);
    assert.match(reply.error.message, / And \d+ more\.$/);
    assert.equal(reply.violations.length, 100);
    const header = reply.headers.get("sl-violations") ?? "";
    assert.ok(header.length < 8192);
    assert.match(JSON.parse(header).at(-1).message, /\d+ more/);
  });
});

suite("names of any length", () => {
  for (const [name, member] of [
    ["long", "x".repeat(500_000)],
    ["long, and not in ASCII", "ä".repeat(200_000)],
  ] as const) {
    test(`${name}, do not end up in an answer`, async (context) => {
      const mock = await mockFor(context);
      const nested = Object.fromEntries([[member, 1]]);
      const reply = await callOperation(mock, create, { body: { ...valid, ...nested, details: nested } });
      assert.equal(reply.status, 400);
      assert.ok(reply.text.length < 5000);
      assert.ok(JSON.parse(reply.headers.get("sl-violations") ?? "").length > 0);
      const query = await callOperation(mock, list, { query: `?${"y".repeat(8000)}=1` });
      assert.ok(query.status === 400 && query.text.length < 2000);
    });
  }
});

suite("what cannot be answered gets the contract's error", () => {
  let mock: RunningServer;
  test.before(async () => {
    mock = await startMock({ port: 0, logLevel: "silent" });
  });
  test.after(() => mock.close());

  const assertExample = (reply: Reply, status: number) => {
    assert.equal(reply.status, status);
    const { code, message } = exampleOf(status);
    assert.deepEqual([reply.error.code, reply.error.message], [code, message]);
    assert.match(reply.headers.get("request-id") ?? "", /-/);
  };

  for (const authorization of [undefined, "", "Bearer", "Bearer ", "Basic dTpw", "Bearer a b", "any"]) {
    test(`401 to ${authorization === undefined ? "no Authorization" : `Authorization: '${authorization}'`}`, async () => {
      const headers = authorization === undefined ? undefined : { authorization };
      const reply = await call(`${mock.url}${list.path}`, headers && { headers });
      assertExample(reply, 401);
      assert.equal(reply.headers.get("www-authenticate"), "Bearer");
      assert.equal(reply.error.target, "header/Authorization");
    });
  }

  test("401 comes before any look at the body", async () => {
    const reply = await call(`${mock.url}${create.path}`, { method: "POST", body: "{" });
    assert.equal(reply.status, 401);
  });

  test("the scheme of the token may be in any case", async () => {
    assert.equal(
      (await call(`${mock.url}${list.path}`, { headers: { authorization: "bearer a.b-c_d~e+f/g==" } }))
        .status,
      200,
    );
  });

  test("another scheme is asked for by name", async (context) => {
    const other = await mockFor(context, { document: library });
    const reply = await call(`${other.url}/basic`);
    assert.deepEqual([reply.status, reply.headers.get("www-authenticate")], [401, 'Basic realm="mock"']);
    assert.equal(
      (await call(`${other.url}/basic`, { headers: { authorization: "Basic dTpw" } })).status,
      200,
    );
  });

  test("404 to an unknown path, with the known ones", async () => {
    const reply = await call(`${mock.url}/v1.0/referrals`);
    assertExample(reply, 404);
    for (const { template } of operations) assert.ok(reply.error.innerError.message.includes(template));
  });

  test("a slash at the end of a path means nothing", async () => {
    const withSlash = (path: string) => call(`${mock.url}${path}/`, { headers: get.headers });
    assert.equal((await withSlash(get.path)).status, 200);
    assert.equal((await withSlash(list.path)).status, 200);
    assert.equal((await withSlash(`${list.path}/`)).status, 404);
  });

  test("405 to another method, with those there are", async () => {
    const reply = await call(`${mock.url}${list.path}`, { method: "DELETE", headers: list.headers });
    assertExample(reply, 405);
    assert.equal(reply.headers.get("allow"), "GET, POST, HEAD, OPTIONS");
    const post = await call(`${mock.url}${operation("createPreviewReferral").path}`, { method: "HEAD" });
    assert.deepEqual([post.status, post.headers.get("allow")], [405, "POST, OPTIONS"]);
  });

  test("OPTIONS tells what there is", async () => {
    const reply = await call(`${mock.url}${get.path}`, { method: "OPTIONS" });
    assert.deepEqual([reply.status, reply.headers.get("allow")], [204, "GET, PUT, PATCH, HEAD, OPTIONS"]);
    assert.equal((await call(`${mock.url}/nowhere`, { method: "OPTIONS" })).status, 404);
  });

  test("406 when JSON is not acceptable", async () => {
    for (const accept of ["text/html", "application/json;q=0", "nonsense"]) {
      assertExample(await callOperation(mock, create, { headers: { accept } }), 406);
    }
    for (const accept of ["application/*", "text/html, */*;q=0.1", "application/json;odata.metadata=full"]) {
      assert.equal((await callOperation(mock, create, { headers: { accept } })).status, 200, accept);
    }
  });

  for (const type of [
    "text/plain",
    "application/xml",
    "application/json-patch+json",
    "application/json; charset=utf-16",
    "application/json garbage",
    "garbage",
    "",
  ]) {
    test(`415 to the content type '${type}'`, async () => {
      const body = JSON.stringify(valid);
      const reply = await callOperation(mock, create, { headers: { "content-type": type }, body });
      assertExample(reply, 415);
      const stream = new Blob([body]).stream();
      const chunked = await callOperation(mock, create, { headers: { "content-type": type }, body: stream });
      assertExample(chunked, 415);
    });
  }

  test("415 to a compressed body, and to a body where none belongs", async () => {
    assertExample(await callOperation(mock, create, { headers: { "content-encoding": "gzip" } }), 415);
    const headers = { ...list.headers, "content-type": "application/json", "content-length": "2" };
    const { request } = await import("node:http");
    const status = await new Promise((settle, reject) => {
      const sent = request(`${mock.url}${list.path}`, { method: "GET", headers }, (response) => {
        response.resume();
        settle(response.statusCode);
      });
      sent.on("error", reject).end("{}");
    });
    assert.equal(status, 415);
  });

  test("the content type of no body does not matter", async () => {
    for (const type of ["application/json", "garbage", "text/plain; charset"]) {
      assert.equal(
        (await callOperation(mock, list, { headers: { "content-type": type } })).status,
        200,
        type,
      );
    }
  });

  test("a parameter of the content type does not matter, nor its case", async () => {
    const types = [
      'Application/JSON; charset="UTF-8"',
      "application/json;",
      "application/json; charset",
      "application/json;a=b;c",
    ];
    for (const type of types) {
      const reply = await callOperation(mock, create, { headers: { "content-type": type } });
      assert.equal(reply.status, 200, type);
    }
  });

  for (const [name, body, where] of [
    ["nothing", "", /body is required/],
    ["null", "null", /body is required/],
    ["a text cut short", '{"a": ', /ends too early/],
    ["a trailing comma", '{\n  "a": 1,\n}', /position 12 \(line 3, column 1\)/],
    ["single quotes", "{'a': 1}", /position 1 \(line 1, column 2\)/],
    ["two values", "{} {}", /position 3/],
    ["a bare word", "undefined", /position 0/],
    ["a control character in a string", '"a\nb"', /position 2/],
    ["levels without end", `${"[".repeat(101)}${"]".repeat(101)}`, /more than 100 levels/],
    ["many levels without end", "[".repeat(500_000), /more than 100 levels/],
    ["false", "false", /must be an object/],
    ["zero", "0", /must be an object/],
    ["an empty string", '""', /must be an object/],
    ["an array", "[]", /must be an object/],
  ] as const) {
    test(`400 to a body of ${name}`, async () => {
      const reply = await callOperation(mock, create, { body });
      assert.equal(reply.status, 400);
      assert.match(reply.error.message, where);
      assert.equal(reply.error.target, "body");
    });
  }

  test("what was sent is not repeated in the answer", async () => {
    const reply = await callOperation(mock, create, { body: '{"secret": hunter2}' });
    assert.ok(!reply.text.includes("hunter2") && !reply.text.includes("secret"));
    const typed = await callOperation(mock, create, { body: { ...valid, type: { secret: "hunter2" } } });
    assert.ok(!typed.text.includes("hunter2"));
  });

  test("a byte order mark is ignored, broken UTF-8 is not", async () => {
    assert.equal((await callOperation(mock, create, { body: `\uFEFF${JSON.stringify(valid)}` })).status, 200);
    const broken = new Blob([new Uint8Array([0x22, 0xff, 0x22])]).stream();
    assert.match((await callOperation(mock, create, { body: broken })).error.message, /not valid UTF-8/);
  });

  test("a text body is checked as text", async (context) => {
    const other = await mockFor(context, { document: library });
    const put = (body: string) =>
      call(`${other.url}/note`, { method: "PUT", headers: { "content-type": "text/plain" }, body });
    assert.equal((await put("long enough")).status, 204);
    assert.match((await put("no")).error.message, /fewer than 3 characters/);
    assert.equal((await call(`${other.url}/note`, { method: "PUT" })).status, 204, "the body is optional");
  });

  test("an empty value is judged by its schema", async (context) => {
    const other = await mockFor(context, { document: library });
    assert.equal((await call(`${other.url}/books?word=`)).status, 200);
    assert.equal((await call(`${other.url}/books?size=`)).status, 400);
    assert.equal((await call(`${other.url}/books?tag=a&tag=b`)).status, 200);
  });

  test("every error of the mock's own fits the contract", async () => {
    const statuses = new Set<number>();
    const wrong: [string, RequestInit?][] = [
      ["/nowhere"],
      [list.path],
      [list.path, { method: "DELETE" }],
      [list.path, { headers: { ...list.headers, accept: "text/html" } }],
      [`${list.path}?x=1`, { headers: list.headers }],
      [
        create.path,
        { method: "POST", headers: { authorization: "Bearer a", "content-type": "text/plain" }, body: "x" },
      ],
    ];
    for (const [path, init] of wrong) {
      const { status, text } = await call(`${mock.url}${path}`, init as object);
      statuses.add(status);
      const { error } = JSON.parse(text);
      assert.equal(typeof error.code, "string");
      assert.ok(error.message.length > 0 && error.message.length <= 1024);
      assert.equal(typeof error.innerError.code, "string");
      assert.equal(typeof error.innerError.message, "string");
    }
    assert.deepEqual([...statuses].sort(), [400, 401, 404, 405, 406, 415]);
  });
});
