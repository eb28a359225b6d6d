import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type RequestListener, request } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { describe, type TestContext, test } from "node:test";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { type ProxyOptions, type RunningServer, startProxy } from "@partner-referrals/mock";
import fc from "fast-check";
import { contract } from "./fixtures/contract.ts";
import { call, callOperation, mockFor, type Received, sendRaw, unreachableUrl } from "./support/http.ts";
import { operation, operations } from "./support/operations.ts";

const get = operation("getReferral");
const create = operation("createReferral");
const list = operation("listReferrals");
const own: Record<string, unknown> = Object(get.responses[0]?.examples.own);

/** An upstream that does as it is told. */
async function upstream(test: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await new Promise((settle) => server.once("listening", settle));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  // It listens on a port, so it has such an address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A proxy to an upstream that always responds with this. */
async function proxyTo(
  test: TestContext,
  response: { status?: number; headers?: Record<string, string>; body?: unknown },
  options: Partial<ProxyOptions> = {},
): Promise<RunningServer> {
  const { status = 200, headers = { "content-type": "application/json" }, body } = response;
  const url = await upstream(test, (request, response) => {
    request.resume();
    response.writeHead(status, headers);
    response.end(body === undefined || typeof body === "string" ? body : JSON.stringify(body));
  });
  return proxyFor(test, { upstream: url, ...options });
}

async function proxyFor(test: TestContext, options: ProxyOptions): Promise<RunningServer> {
  const proxy = await startProxy({ port: 0, logLevel: "silent", ...options });
  test.after(() => proxy.close());
  return proxy;
}

const reported = (received: Received) => JSON.parse(received.headers.get("sl-violations") ?? "[]");
const locations = (received: Received) =>
  reported(received).map(({ location }: { location: string[] }) => location.join("/"));

describe("the proxy passes on what passes through it", () => {
  test("the mock's responses to every operation, without a violation", async (context) => {
    const mock = await mockFor(context);
    const proxy = await proxyFor(context, { upstream: mock.url, errors: true });
    for (const item of operations) {
      for (const { status } of item.responses.filter((response) => response.status !== "default")) {
        // In a mock's request this is a preference, to the contract it is a header like any other.
        const received = await callOperation(proxy, item, { headers: { prefer: `code=${status}` } });
        assert.deepEqual(
          [received.status, locations(received)],
          [Number(status), []],
          `${item.id} ${status}: ${received.text}`,
        );
      }
    }
  });

  test("the mock's own errors match the contract, too", async (context) => {
    const mock = await mockFor(context);
    const proxy = await proxyFor(context, { upstream: mock.url });
    const responses = [
      await callOperation(proxy, create, { body: {} }),
      await callOperation(proxy, create, { body: "{" }),
      await callOperation(proxy, create, { headers: { "content-type": "text/plain" } }),
      await callOperation(proxy, create, { headers: { authorization: "no" } }),
      await callOperation(proxy, create, { headers: { accept: "text/html" } }),
    ];
    assert.deepEqual(
      responses.map(({ status }) => status),
      [400, 400, 415, 401, 406],
    );
    for (const received of responses) {
      assert.deepEqual(
        locations(received).filter((location: string) => location.startsWith("response")),
        [],
      );
    }
  });

  test("bytes, headers and status both ways, but nothing that concerns one connection only", async (context) => {
    let seen: { request: IncomingMessage; body: Buffer } | undefined;
    const url = await upstream(context, async (request, response) => {
      seen = { request, body: Buffer.concat(await request.toArray()) };
      response.writeHead(201, [
        ...["Content-Type", "application/json", "ETag", '"1"', "X-Custom", "a"],
        ...[
          "Set-Cookie",
          "a=1",
          "Set-Cookie",
          "b=2",
          "Connection",
          "close, X-Hop",
          "Keep-Alive",
          "timeout=9",
        ],
      ]);
      response.end('{ "spaced":   true }\n');
    });
    const proxy = await proxyFor(context, { upstream: `${url}/base/` });
    const body = '{ "spaced" :  1 }';
    const response = await new Promise<IncomingMessage>((settle, reject) => {
      const headers = {
        ...create.headers,
        "x-custom": ["a", "b"],
        connection: "x-hop",
        "x-hop": "1",
        te: "trailers",
      };
      request(`${proxy.url}${create.path}?a=%20b&c`, { method: "POST", headers }, settle)
        .on("error", reject)
        .end(body);
    });
    assert.equal(response.statusCode, 201);
    assert.equal(String(Buffer.concat(await response.toArray())), '{ "spaced":   true }\n');
    assert.deepEqual(response.headers["set-cookie"], ["a=1", "b=2"]);
    assert.equal(response.headers["x-custom"], "a");
    assert.ok(!response.headers["keep-alive"]?.includes("9"));
    assert.equal(seen?.request.url, `/base${create.path}?a=%20b&c`);
    assert.equal(String(seen?.body), body);
    assert.equal(seen?.request.headers["x-custom"], "a, b");
    assert.equal(seen?.request.headers.authorization, create.headers.authorization);
    assert.equal(seen?.request.headers.host, new URL(url).host);
    assert.equal(seen?.request.headers["x-hop"], undefined);
    assert.equal(seen?.request.headers.te, undefined);
  });

  test("redirects, unfollowed", async (context) => {
    const proxy = await proxyTo(context, { status: 307, headers: { location: "http://example.com/" } });
    const received = await callOperation(proxy, get);
    assert.deepEqual([received.status, received.headers.get("location")], [307, "http://example.com/"]);
    assert.deepEqual(locations(received), ["response/status"]);
  });

  test("a response that is compressed all the same", async (context) => {
    const url = await upstream(context, (_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(gzipSync(JSON.stringify(own)));
    });
    const received = await callOperation(await proxyFor(context, { upstream: url }), get);
    assert.deepEqual(received.json, own);
    assert.equal(received.headers.get("content-encoding"), null);
  });

  test("HEAD, with the length of what GET would send", async (context) => {
    const proxy = await proxyTo(context, {
      headers: { "content-type": "application/json", "content-length": "1234" },
    });
    const received = await call(`${proxy.url}${get.path}`, { method: "HEAD", headers: get.headers });
    assert.deepEqual([received.status, received.headers.get("content-length")], [200, "1234"]);
    assert.deepEqual(locations(received), []);
  });
});

describe("the proxy reports where the upstream violations from the contract", () => {
  const minimal = contract({
    "/thing": {
      get: {
        operationId: "thing",
        responses: {
          200: {
            description: "OK",
            headers: { "X-Needed": { required: true, schema: { type: "integer" } } },
            content: {
              "application/json": { schema: { type: "object", properties: { a: { type: "string" } } } },
            },
          },
          204: { description: "Nothing" },
          404: {
            description: "None",
            content: { "application/json": { schema: { type: "object", required: ["error"] } } },
          },
        },
      },
    },
  });
  const json = { "content-type": "application/json", "x-needed": "1" };

  for (const [name, response, expected] of [
    ["nothing wrong", { headers: json, body: { a: "x", more: 1 } }, []],
    ["a wrong value", { headers: json, body: { a: 1 } }, [["response/body/a", "type"]]],
    ["an undeclared success", { status: 202, headers: json, body: {} }, [["response/status", "undeclared"]]],
    ["an undeclared error", { status: 418, headers: json, body: {} }, [["response/status", "undeclared"]]],
    ["a wrong error", { status: 404, headers: json, body: {} }, [["response/body/error", "required"]]],
    [
      "another content type",
      { headers: { ...json, "content-type": "text/html" }, body: "<p>" },
      [["response/header/Content-Type", "content-type"]],
    ],
    [
      "a broken content type",
      { headers: { ...json, "content-type": "json" }, body: "{}" },
      [["response/header/Content-Type", "content-type"]],
    ],
    [
      "a broken parameter of it",
      { headers: { ...json, "content-type": "application/json; charset" }, body: {} },
      [],
    ],
    [
      "no content type",
      { headers: { "x-needed": "1" }, body: "{}" },
      [["response/header/Content-Type", "content-type"]],
    ],
    ["what is not JSON", { headers: json, body: '{"a": "secret' }, [["response/body", "json"]]],
    ["no body", { headers: json }, [["response/body", "required"]]],
    [
      "a missing header",
      { headers: { "content-type": "application/json" }, body: {} },
      [["response/header/X-Needed", "required"]],
    ],
    [
      "a wrong header",
      { headers: { ...json, "x-needed": "many" }, body: {} },
      [["response/header/X-Needed", "type"]],
    ],
    [
      "a gateway's page",
      { status: 502, headers: { "content-type": "text/html" }, body: "<p>" },
      [["response/status", "undeclared"]],
    ],
  ] as const) {
    test(name, async (context) => {
      const proxy = await proxyTo(context, response, { document: minimal });
      const received = await call(`${proxy.url}/thing`);
      const found = reported(received).map(
        ({ location, code, severity, message }: Record<string, string>) => {
          assert.equal(severity, "Error");
          assert.ok(message && !message.includes("secret"));
          return [Array.from(location ?? []).join("/"), code];
        },
      );
      assert.deepEqual(found, expected);
      assert.equal(received.status, "status" in response ? response.status : 200);

      const strict = await proxyTo(context, response, { document: minimal, errors: true });
      const rejected = await call(`${strict.url}/thing`);
      assert.equal(rejected.status, expected.length === 0 ? received.status : 502);
      if (expected.length > 0) {
        assert.equal(rejected.violations[0]?.code, expected[0]?.[1]);
        assert.equal(rejected.headers.get("sl-violations"), received.headers.get("sl-violations"));
      }
    });
  }

  test("in the real contract: a wrong status, a lost property, a wrong tag", async (context) => {
    const { links: _, ...rest } = own;
    const proxy = await proxyTo(context, { body: { ...rest, status: "Open", eTag: "no-quotes" } });
    const received = await callOperation(proxy, get);
    assert.deepEqual(locations(received).sort(), [
      "response/body/eTag",
      "response/body/links",
      "response/body/status",
    ]);
    assert.equal(Object(received.json).status, "Open", "the response is passed on as it is");
  });

  test("with --errors as a 502 in the contract's shape", async (context) => {
    const proxy = await proxyTo(context, { body: { ...own, status: "Open" } }, { errors: true });
    const received = await callOperation(proxy, get);
    assert.equal(received.status, 502);
    assert.match(received.error.message, /body\/status must be one of /);
    const { code } = Object(get.responses.find(({ status }) => status === "500")?.examples.unexpected).error;
    assert.equal(received.error.code, code);
  });

  test("in a header that stays short, ASCII and whole", async (context) => {
    const names = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`näme-${index}-${"x".repeat(300)}`, 1]),
    );
    const schema = { additionalProperties: { type: "string" } };
    const responses = { 200: { description: "OK", content: { "application/json": { schema } } } };
    const document = contract({ "/thing": { get: { operationId: "thing", responses } } });
    const received = await call(`${(await proxyTo(context, { body: names }, { document })).url}/thing`);
    const header = received.headers.get("sl-violations") ?? "";
    assert.ok(header.length > 4000 && header.length < 8192);
    assert.match(header, /^[\x20-\x7e]+$/);
    const entries = JSON.parse(header);
    assert.match(entries[0].location[2], /^näme-0-x/);
    assert.deepEqual(entries.at(-1).location, []);
    assert.match(entries.at(-1).message, /^\d+ more$/);
  });
});

describe("the proxy checks requests", () => {
  test("and forwards invalid ones, with a report", async (context) => {
    let body = "";
    const url = await upstream(context, async (request, response) => {
      body = String(Buffer.concat(await request.toArray()));
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(own));
    });
    const proxy = await proxyFor(context, { upstream: url });
    const received = await callOperation(proxy, create, {
      query: "?x=1",
      headers: { authorization: "no" },
      body: '{"broken":',
    });
    assert.equal(received.status, 200);
    assert.equal(body, '{"broken":');
    assert.deepEqual(locations(received), [
      "request/header/Authorization",
      "request/body",
      "request/query/x",
    ]);
    const unknown = await call(`${proxy.url}/unknown/path`);
    assert.deepEqual([unknown.status, locations(unknown)], [200, ["request/path"]]);
    const method = await call(`${proxy.url}${list.path}`, { method: "DELETE" });
    assert.deepEqual([method.status, locations(method)], [200, ["request/path"]]);
  });

  test("and with --errors rejects them as the mock does, unforwarded", async (context) => {
    let forwarded = 0;
    const url = await upstream(context, (_request, response) => {
      forwarded++;
      response.end();
    });
    const proxy = await proxyFor(context, { upstream: url, errors: true });
    const mock = await mockFor(context);
    for (const send of [
      (server: RunningServer) => callOperation(server, create, { body: {} }),
      (server: RunningServer) => callOperation(server, create, { body: "{" }),
      (server: RunningServer) => callOperation(server, list, { query: "?x=1" }),
      (server: RunningServer) => callOperation(server, list, { headers: { authorization: "no" } }),
      (server: RunningServer) => callOperation(server, create, { headers: { "content-type": "text/plain" } }),
      (server: RunningServer) => call(`${server.url}/unknown`),
      (server: RunningServer) => call(`${server.url}${list.path}`, { method: "DELETE" }),
      (server: RunningServer) => callOperation(server, create, { body: "x".repeat(1024 * 1024 + 1) }),
    ]) {
      const [strict, expected] = [await send(proxy), await send(mock)];
      assert.ok(expected.status >= 400);
      assert.equal(strict.status, expected.status);
      assert.deepEqual(strict.json, expected.json);
      assert.equal(strict.headers.get("www-authenticate"), expected.headers.get("www-authenticate"));
    }
    assert.equal(forwarded, 0);
  });
});

describe("an upstream that fails", () => {
  const assertBadGateway = (received: Received, reason: RegExp) => {
    assert.equal(received.status, 502);
    assert.match(received.error.innerError.message, reason);
    assert.equal(typeof received.error.code, "string");
  };

  test("by not being there gives 502", async (context) => {
    const proxy = await proxyFor(context, { upstream: await unreachableUrl(context) });
    assertBadGateway(await callOperation(proxy, get), /cannot be reached \(ECONNREFUSED\)/);
  });

  test("by leading back to the proxy, also over another one, gives 502 the second time", async (context) => {
    let requests = 0;
    const turn = createServer((incoming, response) => {
      requests++;
      const onward = request(`${proxy.url}${incoming.url}`, { headers: incoming.headers }, (received) =>
        received.pipe(response.writeHead(received.statusCode ?? 500, received.headers)),
      );
      onward.end();
    }).listen(0, "127.0.0.1");
    await new Promise((settle) => turn.once("listening", settle));
    context.after(() => turn.close());
    // It listens on a port, so it has such an address.
    const upstream = `http://127.0.0.1:${(turn.address() as AddressInfo).port}`;
    const proxy = await proxyFor(context, { upstream });
    const received = await callOperation(proxy, get);
    assertBadGateway(received, /leads back to this proxy/);
    assert.equal(requests, 1);
  });

  test("by not responding gives 502 in time", async (context) => {
    const url = await upstream(context, () => {});
    const proxy = await proxyFor(context, { upstream: url, upstreamTimeout: 100 });
    assertBadGateway(await callOperation(proxy, get), /did not respond within 100 milliseconds/);
  });

  test("by stopping in the middle gives 502", async (context) => {
    const stalled = await upstream(context, (_request, response) => {
      response.writeHead(200, { "content-length": "10" }).write("{");
    });
    const slow = await proxyFor(context, { upstream: stalled, upstreamTimeout: 100 });
    assertBadGateway(await callOperation(slow, get), /did not respond within/);
    const broken = await upstream(context, (_request, response) => {
      response.writeHead(200, { "content-length": "10" }).write("{", () => response.destroy());
    });
    assertBadGateway(
      await callOperation(await proxyFor(context, { upstream: broken }), get),
      /closed the connection before its response was complete/,
    );
  });

  test("by speaking no HTTP gives 502", async (context) => {
    const proxy = await proxyFor(context, { upstream: await rawUpstream(context, "HELLO\r\n\r\n") });
    assertBadGateway(await callOperation(proxy, get), /not valid HTTP/);
  });

  test("by sending without end gives 502", async (context) => {
    const url = await upstream(context, (_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024, " ");
      const write = () => void (response.destroyed || response.write(chunk, write));
      write();
    });
    assertBadGateway(await callOperation(await proxyFor(context, { upstream: url }), get), /larger than/);
  });

  test("and the client that gave up ends the call to it", async (context) => {
    let end = () => {};
    const ended = new Promise<void>((settle) => {
      end = settle;
    });
    const client = new AbortController();
    const url = await upstream(context, (request) => {
      request.socket.once("close", () => end());
      client.abort();
    });
    const proxy = await proxyFor(context, { upstream: url });
    await assert.rejects(fetch(`${proxy.url}${get.path}`, { headers: get.headers, signal: client.signal }));
    await ended;
  });

  test("by an upgrade that nobody asked for gives 502", async (context) => {
    const url = await rawUpstream(
      context,
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    );
    assertBadGateway(
      await callOperation(await proxyFor(context, { upstream: url }), get),
      /another protocol/,
    );
  });
});

describe("content codings of the upstream", () => {
  const coded = (test: TestContext, coding: string, body: Buffer) =>
    upstream(test, (_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": coding }).end(body);
    });
  const text = Buffer.from(JSON.stringify(own));

  for (const [coding, body] of [
    ["gzip", gzipSync(text)],
    ["br", brotliCompressSync(text)],
    ["deflate, gzip", gzipSync(deflateSync(text))],
    ["identity", text],
  ] as const) {
    test(`${coding} is undone`, async (context) => {
      const proxy = await proxyFor(context, { upstream: await coded(context, coding, body), errors: true });
      const received = await callOperation(proxy, get);
      assert.deepEqual([received.status, received.json], [200, own]);
      assert.equal(received.headers.get("content-encoding"), null);
    });
  }

  for (const [name, coding, body] of [
    ["an unknown one", "compress", text],
    ["gzip without its end", "gzip", gzipSync(text).subarray(0, -8)],
    ["gzip that is none", "gzip", text],
    ["too many", "gzip, gzip, gzip, gzip", text],
    ["a bomb", "gzip", gzipSync(Buffer.alloc(17 * 2 ** 20))],
  ] as const) {
    test(`${name} is reported, and passed on as it is`, async (context) => {
      const url = await coded(context, coding, body);
      const proxy = await proxyFor(context, { upstream: url });
      const raw = await new Promise<IncomingMessage>((resolve, reject) => {
        request(`${proxy.url}${get.path}`, { headers: get.headers }, resolve).on("error", reject).end();
      });
      assert.equal(raw.headers["content-encoding"], coding);
      assert.deepEqual(Buffer.concat(await raw.toArray()), body);
      const [violation] = JSON.parse(String(raw.headers["sl-violations"]));
      assert.deepEqual([violation.location, violation.code], [["response", "body"], "content-encoding"]);
      const strict = await proxyFor(context, { upstream: url, errors: true });
      assert.equal((await callOperation(strict, get)).status, 502);
    });
  }

  test("a 100 Continue that nobody asked for is ignored", async (context) => {
    const body = JSON.stringify(own);
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}`;
    const url = await rawUpstream(context, `HTTP/1.1 100 Continue\r\n\r\n${head}\r\n\r\n${body}`);
    const received = await callOperation(await proxyFor(context, { upstream: url }), get);
    assert.deepEqual([received.status, received.json], [200, own]);
  });
});

describe("the proxy connects to its upstream only", () => {
  test("whatever the target of the request", async (context) => {
    const hosts = new Set<string | undefined>();
    const paths: string[] = [];
    const url = await upstream(context, (request, response) => {
      hosts.add(request.headers.host);
      paths.push(request.url ?? "");
      response.end();
    });
    const proxy = await proxyFor(context, { upstream: `${url}/base` });
    const part = fc.constantFrom(
      ...[
        "http://",
        "https://",
        "alhost://",
        "abc:",
        "//",
        "/",
        "\\",
        "@",
        ":",
        "..",
        "%2e%2e",
        "%2F",
        "?",
        "#",
        "*",
      ],
      ...["192.0.2.1", "localhost", ".example", "user", "x", "v1.0", "a=b", new URL(url).host],
    );
    const target = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(target, async (raw) => {
        const received = await sendRaw(
          proxy,
          `GET ${raw} HTTP/1.1\r\nHost: 192.0.2.1\r\nAuthorization: Bearer secret\r\nConnection: close\r\n\r\n`,
        );
        assert.match(received, /^HTTP\/1\.1 (200|400) /, raw);
      }),
      { numRuns: 300, examples: [["/../admin"], ["/%2e%2e/admin"], ["http://192.0.2.1"], ["@192.0.2.1/x"]] },
    );
    assert.deepEqual([...hosts], [new URL(url).host]);
    for (const path of paths) {
      // As a server behind it would resolve it.
      assert.ok(new URL(path, url).pathname.startsWith("/base/"), path);
    }
  });
});

test("a target that would name another host when it is glued to the upstream is rejected", async (context) => {
  const proxy = await proxyFor(context, { upstream: "http://loc" });
  const raw = await sendRaw(proxy, "GET alhost://x/y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  assert.match(raw, /^HTTP\/1\.1 400 /);
  assert.match(raw, /must be a path below the upstream/);
});

/** An upstream that sends these bytes, whatever it is asked. */
async function rawUpstream(test: TestContext, bytes: string): Promise<string> {
  const server = createTcpServer((socket) => socket.once("data", () => socket.end(bytes))).listen(
    0,
    "127.0.0.1",
  );
  await new Promise((resolve) => server.once("listening", resolve));
  test.after(() => server.close());
  // It listens on a port, so it has such an address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
