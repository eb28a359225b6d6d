import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type RunningServer, startMock } from "@partner-referrals/mock";
import { contract, propertyOf, schemaNamed, stateMachine } from "@partner-referrals/spec/model";
import { library } from "./fixtures/contract.ts";
import { call, callOperation, mockFor, type Received } from "./support/http.ts";
import { type Operation, operation, operations } from "./support/operations.ts";

const create = operation("createReferral");
const list = operation("listReferrals");
const get = operation("getReferral");
const valid: Record<string, unknown> = Object(create.bodies.independent);

const machine = stateMachine(contract);
const substatusesOf = (status: string) => machine.get(status)?.substatuses.join(", ");
/** A status with more than one substatus, and a substatus that it does not have. */
const [status, foreign] =
  [...machine].flatMap(([name, { substatuses }]) => {
    const others = [...machine.values()].flatMap((state) => state.substatuses);
    const other = others.find((substatus) => !substatuses.includes(substatus));
    return other === undefined ? [] : [[name, other] as const];
  })[0] ?? assert.fail();
const maxTeam = propertyOf(contract, schemaNamed(contract, "Referral"), "team")?.schema.maxItems;
const maxMessage = propertyOf(contract, schemaNamed(contract, "ErrorDetail"), "message")?.schema.maxLength;

/** The code and message of the contract's example for an error status of an operation. */
function exampleOf(status: number): { code: string; message: string } {
  const response = create.responses.find((candidate) => candidate.status === String(status));
  return Object(Object.values(response?.examples ?? {})[0]).error;
}

/** The methods at the path of an operation, as `Allow` lists them. */
function allowed({ template }: Operation): string {
  const declared = operations.filter((other) => other.template === template).map(({ method }) => method);
  return [...declared, ...(declared.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
}

function places(received: Received): string[] {
  return received.violations.map(({ location, pointer, name }) => `${location}${pointer ?? `/${name}`}`);
}

describe("an invalid request is rejected", () => {
  let mock: RunningServer;
  test.before(async () => {
    mock = await startMock({ port: 0, logLevel: "silent" });
  });
  test.after(() => mock.close());

  const createWith = (changes: object) => callOperation(mock, create, { body: { ...valid, ...changes } });

  test("with 400, its code from the contract, each violation named and listed", async () => {
    const received = await callOperation(mock, create, {
      query: "?colour=red",
      headers: { "client-request-id": "not-a-guid" },
      body: { ...valid, type: 3, customerProfile: undefined, colour: "red" },
    });
    assert.equal(received.status, 400);
    assert.equal(received.error.code, exampleOf(400).code);
    const expected = [
      "query/colour",
      "header/client-request-id",
      "body/customerProfile",
      "body/colour",
      "body/type",
    ];
    assert.deepEqual(places(received).sort(), expected.sort());
    for (const place of expected)
      assert.ok(received.error.message.includes(place), `${place} is not in the message`);
    assert.equal(received.error.target, places(received)[0]);
    for (const { code, message } of received.violations) assert.ok(code.length > 0 && message.length > 0);
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
    [
      "a status outside the table",
      { status: "Open" },
      "body/status",
      `must be one of ${[...machine.keys()].join(", ")}`,
    ],
    [
      "a substatus of another status",
      { status, substatus: foreign },
      "body/substatus",
      `must be one of ${substatusesOf(status)}`,
    ],
    ["a value in the wrong format", { engagementId: "x" }, "body/engagementId", "must be in the format uuid"],
    [
      "too many items",
      { team: Array(Number(maxTeam) + 1).fill({}) },
      "body/team",
      `must not have more than ${maxTeam} items`,
    ],
  ] as const) {
    test(`${name}, in plain words and without noise`, async () => {
      const body = JSON.stringify({ ...valid, ...changes }).replace(
        /\}$/,
        Object.hasOwn(changes, "__proto__") ? ',"__proto__":{"x":1}}' : "}",
      );
      const received = await callOperation(mock, create, { body });
      assert.equal(received.status, 400);
      assert.deepEqual(places(received), [place]);
      assert.equal(received.violations[0]?.message, message);
      assert.equal(received.error.message, `${place} ${message}.`);
    });
  }

  test("a status change in a patch that breaks the table", async () => {
    const received = await callOperation(mock, operation("updateReferral"), {
      body: [
        { op: "replace", path: "/status", value: status },
        { op: "replace", path: "/substatus", value: foreign },
      ],
    });
    assert.deepEqual(places(received), ["body/1/value"]);
    assert.ok(received.error.message.includes(`must be one of ${substatusesOf(status)}`));
  });

  test("a property that a replacement must omit", async () => {
    const replace = operation("replaceReferral");
    const received = await callOperation(mock, replace, {
      body: { ...Object(replace.bodies.won), links: {} },
    });
    assert.deepEqual(places(received), ["body/links"]);
  });

  test("a missing required header", async () => {
    const { path, method, headers, bodies } = operation("replaceReferral");
    const { "If-Match": _, ...rest } = headers;
    const received = await call(`${mock.url}${path}`, { method, headers: rest, body: bodies.won });
    assert.deepEqual(places(received), ["header/If-Match"]);
    assert.match(received.error.message, /header\/If-Match is required/);
  });

  test("a path parameter in the wrong format", async () => {
    const received = await call(`${mock.url}${get.template.replace(/\{.*\}/, "42")}`, {
      headers: get.headers,
    });
    assert.deepEqual([received.status, places(received)], [400, ["path/referralId"]]);
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
      const received = await callOperation(mock, list, { query });
      assert.deepEqual([received.status, places(received)], [400, [place]]);
    });
  }

  test("an unknown query name is rejected with the known ones", async () => {
    const received = await callOperation(mock, list, { query: "?$fitler=x" });
    const known = list.parameters.filter((item) => item.in === "query").map(({ name }) => name);
    assert.ok(
      known.length > 3 && known.every((name) => received.error.message.includes(name)),
      received.error.message,
    );
  });

  test("encoded names and values count as what they stand for", async () => {
    const received = await callOperation(mock, list, { query: "?%24top=5&$filter=status+eq+%27Active%27" });
    assert.equal(received.status, 200);
  });

  test("a bounded message, and 100 violations, for a body full of mistakes", async () => {
    const received = await createWith({ team: Array(2000).fill({ firstName: 5, lastName: 5 }) });
    assert.equal(received.status, 400);
    assert.ok(received.error.message.length <= Number(maxMessage));
    assert.match(received.error.message, / And \d+ more\.$/);
    assert.equal(received.violations.length, 100);
    const header = received.headers.get("sl-violations") ?? "";
    assert.ok(header.length < 8192);
    assert.match(JSON.parse(header).at(-1).message, /\d+ more/);
  });
});

describe("names of any length", () => {
  for (const [name, member] of [
    ["long", "x".repeat(500_000)],
    ["long, and not in ASCII", "ä".repeat(200_000)],
  ] as const) {
    test(`${name}, do not end up in a response`, async (context) => {
      const mock = await mockFor(context);
      const nested = Object.fromEntries([[member, 1]]);
      const received = await callOperation(mock, create, { body: { ...valid, ...nested, details: nested } });
      assert.equal(received.status, 400);
      assert.ok(received.text.length < 5000);
      assert.ok(JSON.parse(received.headers.get("sl-violations") ?? "").length > 0);
      const query = await callOperation(mock, list, { query: `?${"y".repeat(8000)}=1` });
      assert.ok(query.status === 400 && query.text.length < 2000);
    });
  }
});

describe("what cannot be served gets the contract's error", () => {
  let mock: RunningServer;
  test.before(async () => {
    mock = await startMock({ port: 0, logLevel: "silent" });
  });
  test.after(() => mock.close());

  const assertExample = (received: Received, status: number) => {
    assert.equal(received.status, status);
    const { code, message } = exampleOf(status);
    assert.deepEqual([received.error.code, received.error.message], [code, message]);
    assert.match(received.headers.get("request-id") ?? "", /-/);
  };

  for (const authorization of [undefined, "", "Bearer", "Bearer ", "Basic dTpw", "Bearer a b", "any"]) {
    test(`401 to ${authorization === undefined ? "no Authorization" : `Authorization: '${authorization}'`}`, async () => {
      const headers = authorization === undefined ? undefined : { authorization };
      const received = await call(`${mock.url}${list.path}`, headers && { headers });
      assertExample(received, 401);
      assert.equal(received.headers.get("www-authenticate"), "Bearer");
      assert.equal(received.error.target, "header/Authorization");
    });
  }

  test("401 comes before any look at the body", async () => {
    const received = await call(`${mock.url}${create.path}`, { method: "POST", body: "{" });
    assert.equal(received.status, 401);
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
    const received = await call(`${other.url}/basic`);
    assert.deepEqual(
      [received.status, received.headers.get("www-authenticate")],
      [401, 'Basic realm="mock"'],
    );
    assert.equal(
      (await call(`${other.url}/basic`, { headers: { authorization: "Basic dTpw" } })).status,
      200,
    );
  });

  test("404 to an unknown path, with the known ones", async () => {
    const received = await call(`${mock.url}/v1.0/referrals`);
    assertExample(received, 404);
    for (const { template } of operations) assert.ok(received.error.innerError.message.includes(template));
  });

  test("a slash at the end of a path means nothing", async () => {
    const withSlash = (path: string) => call(`${mock.url}${path}/`, { headers: get.headers });
    assert.equal((await withSlash(get.path)).status, 200);
    assert.equal((await withSlash(list.path)).status, 200);
    assert.equal((await withSlash(`${list.path}/`)).status, 404);
  });

  test("405 to another method, with those there are", async () => {
    const received = await call(`${mock.url}${list.path}`, { method: "DELETE", headers: list.headers });
    assertExample(received, 405);
    assert.equal(received.headers.get("allow"), allowed(list));
    const post = await call(`${mock.url}${operation("createPreviewReferral").path}`, { method: "HEAD" });
    assert.deepEqual(
      [post.status, post.headers.get("allow")],
      [405, allowed(operation("createPreviewReferral"))],
    );
  });

  test("OPTIONS tells what there is", async () => {
    const received = await call(`${mock.url}${get.path}`, { method: "OPTIONS" });
    assert.deepEqual([received.status, received.headers.get("allow")], [204, allowed(get)]);
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
      const received = await callOperation(mock, create, { headers: { "content-type": type }, body });
      assertExample(received, 415);
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
      const received = await callOperation(mock, create, { headers: { "content-type": type } });
      assert.equal(received.status, 200, type);
    }
  });

  for (const [name, body, where] of [
    ["nothing", "", /body is required/],
    ["null", "null", /body is required/],
    ["a text cut short", '{"a": ', /ends too early/],
    ["a trailing comma", '{\n  "a": 1,\n}', /position 12 \(line 3 column 1\)/],
    ["single quotes", "{'a': 1}", /position 1 \(line 1 column 2\)/],
    ["two values", "{} {}", /position 3/],
    ["a bare word", "undefined", /unexpected character/],
    ["a control character in a string", '"a\nb"', /position 2/],
    ["levels without end", `${"[".repeat(101)}${"]".repeat(101)}`, /more than 100 levels/],
    ["many levels without end", "[".repeat(500_000), /more than 100 levels/],
    ["false", "false", /must be an object/],
    ["zero", "0", /must be an object/],
    ["an empty string", '""', /must be an object/],
    ["an array", "[]", /must be an object/],
  ] as const) {
    test(`400 to a body of ${name}`, async () => {
      const received = await callOperation(mock, create, { body });
      assert.equal(received.status, 400);
      assert.match(received.error.message, where);
      assert.equal(received.error.target, "body");
    });
  }

  test("what was sent is not repeated in the response", async () => {
    const received = await callOperation(mock, create, { body: '{"secret": hunter2}' });
    assert.ok(!received.text.includes("hunter2") && !received.text.includes("secret"));
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

  test("every error of the mock's own matches the contract", async () => {
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
      assert.ok(error.message.length > 0 && error.message.length <= Number(maxMessage));
      assert.equal(typeof error.innerError.code, "string");
      assert.equal(typeof error.innerError.message, "string");
    }
    assert.deepEqual([...statuses].sort(), [400, 401, 404, 405, 406, 415]);
  });
});
