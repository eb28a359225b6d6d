import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { type RunningServer, startMock } from "@partner-referrals/mock";
import { call, callOperation, sendRaw } from "./support/http.ts";
import { operation } from "./support/operations.ts";

const create = operation("createReferral");
const list = operation("listReferrals");
const mebibyte = 1024 * 1024;
const head = (method: string, target: string, ...lines: string[]) =>
  [`${method} ${target} HTTP/1.1`, "Host: x", "Authorization: Bearer a", ...lines, "", ""].join("\r\n");
const isAlive = async (mock: RunningServer) => (await callOperation(mock, list)).status === 200;

describe("nothing hangs and nothing breaks", () => {
  let mock: RunningServer;
  /** One that gives a request little time, for those that never end. */
  let impatient: RunningServer;
  test.before(async () => {
    mock = await startMock({ port: 0, logLevel: "silent" });
    impatient = await startMock({ port: 0, logLevel: "silent", requestTimeout: 300 });
  });
  test.after(() => Promise.all([mock.close(), impatient.close()]));

  /** The status line and the parsed error of a raw response. */
  const rejected = (raw: string) => {
    const [headers = "", body = ""] = raw.split("\r\n\r\n");
    return { status: Number(headers.slice(9, 12)), error: JSON.parse(body).error, headers };
  };

  test("a body that announces more than 1 MiB is rejected before it is read", async () => {
    const raw = await sendRaw(
      mock,
      head("POST", create.path, "Content-Type: application/json", `Content-Length: ${mebibyte + 1}`),
      /\r\n\r\n.*\}$/s,
    );
    const { status, error } = rejected(raw);
    assert.equal(status, 413);
    assert.match(error.message, /larger than 1048576 bytes/);
  });

  test("exactly 1 MiB is read", async () => {
    const received = await callOperation(mock, create, {
      body: `"${"x".repeat(mebibyte - 2)}"`,
    });
    assert.match(received.error.message, /must be an object/);
  });

  test("a client that sends everything before it reads still gets its 413", async () => {
    for (const size of [mebibyte + 1, 20 * mebibyte]) {
      assert.equal((await callOperation(mock, create, { body: "x".repeat(size) })).status, 413);
    }
  });

  test("a chunked body is rejected as soon as it passes the limit, and may go on", async () => {
    const socket = connect(mock.port, "127.0.0.1");
    socket.write(head("POST", create.path, "Content-Type: application/json", "Transfer-Encoding: chunked"));
    const chunk = `10000\r\n${" ".repeat(65_536)}\r\n`;
    for (let sent = 0; sent < 17; sent++) socket.write(chunk);
    const [first] = await once(socket, "data");
    assert.match(String(first), /^HTTP\/1\.1 413 /);
    // The client has not noticed yet.
    for (let sent = 0; sent < 17; sent++) socket.write(chunk);
    socket.write("0\r\n\r\n");
    socket.write(head("GET", list.path));
    const [second] = await once(socket, "data");
    assert.match(String(second), /^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  test("a client that waits for permission to send a large body is told at once", async () => {
    const raw = await sendRaw(
      mock,
      head(
        "POST",
        create.path,
        "Content-Type: application/json",
        "Expect: 100-continue",
        `Content-Length: ${2 * mebibyte}`,
      ),
    );
    assert.equal(rejected(raw).status, 413);
    assert.ok(!raw.includes("100 Continue"));
  });

  test("a client that waits for permission to send a small one gets it", async () => {
    const body = JSON.stringify(create.bodies.independent);
    const socket = connect(mock.port, "127.0.0.1");
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    socket.write(head("POST", create.path, "Content-Type: application/json", "Expect: 100-continue", length));
    const [permission] = await once(socket, "data");
    assert.match(String(permission), /^HTTP\/1\.1 100 Continue/);
    socket.write(body);
    const [response] = await once(socket, "data");
    assert.match(String(response), /^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  for (const [name, text] of [
    ["in the middle of its headers", "GET / HTTP/1.1\r\nHost: x\r\n"],
    ["before its body", head("POST", create.path, "Content-Type: application/json", "Content-Length: 10")],
    [
      "in the middle of its body",
      `${head("POST", create.path, "Content-Type: application/json", "Content-Length: 10")}{`,
    ],
  ] as const) {
    test(`a client that stalls ${name} gets 408`, async () => {
      const { status, error } = rejected(await sendRaw(impatient, text));
      assert.equal(status, 408);
      assert.match(error.message, /not complete within 300 milliseconds/);
    });
  }

  test("a client that gets its response and never sends its body is let go, without a second response", async () => {
    const raw = await sendRaw(impatient, `${head("POST", "/nowhere", "Content-Length: 10")}{`);
    assert.equal(raw.match(/HTTP\/1\.1 /g)?.length, 1);
    assert.match(raw, /^HTTP\/1\.1 404 /);
  });

  test("a client that goes away in the middle of its body does no harm", async () => {
    const socket = connect(mock.port, "127.0.0.1");
    socket.write(`${head("POST", create.path, "Content-Type: application/json", "Content-Length: 10")}{`);
    await once(socket, "connect");
    socket.resetAndDestroy();
    assert.ok(await isAlive(mock));
  });

  for (const target of [
    "/v1.0/%E0%A4%A",
    "/%",
    "/v1.0/engagements/referrals?$top=%ZZ",
    "/v1.0/engagements/referrals?%C3=1",
  ]) {
    test(`broken percent-encoding in ${target} gets 400`, async () => {
      const { status, error } = rejected(await sendRaw(mock, head("GET", target), /\}$/));
      assert.equal(status, 400);
      assert.match(error.message, /percent-encoding/);
    });
  }

  for (const [name, text, status] of [
    ["what is no HTTP", "HELLO\r\n\r\n", 400],
    ["a header with a control character", "GET / HTTP/1.1\r\nHost: x\r\nX: a\u0001b\r\n\r\n", 400],
    ["two lengths", head("POST", create.path, "Content-Length: 1", "Content-Length: 2"), 400],
    [
      "a length and chunks",
      head("POST", create.path, "Content-Length: 1", "Transfer-Encoding: chunked"),
      400,
    ],
    ["20 kB of headers", head("GET", list.path, `X: ${"x".repeat(20_000)}`), 431],
    [
      "a thousand headers",
      head("GET", list.path, ...Array.from({ length: 1200 }, (_, index) => `X-${index}: ${"y".repeat(10)}`)),
      431,
    ],
    ["the name of a header of 20 kB", head("GET", list.path, `${"x".repeat(20_000)}: x`), 431],
    ["a target of 20 kB", head("GET", `/${"x".repeat(20_000)}`), 431],
    [
      "a trailer of 20 kB",
      `${head("POST", create.path, "Content-Type: application/json", "Transfer-Encoding: chunked")}2\r\n{}\r\n0\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
      431,
    ],
    ["an expectation", head("GET", list.path, "Expect: a miracle"), 417],
    ["a tunnel", "CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405],
  ] as const) {
    test(`${name} gets ${status}`, async () => {
      const response = rejected(await sendRaw(mock, text));
      assert.equal(response.status, status);
      assert.equal(typeof response.error.code, "string");
      assert.ok(await isAlive(mock));
    });
  }

  test("headers of a little less than 16 KiB are read", async () => {
    const raw = await sendRaw(mock, head("GET", list.path, `X: ${"x".repeat(16_000)}`, "Connection: close"));
    assert.match(raw, /^HTTP\/1\.1 200 /);
  });

  for (const [name, target, status] of [
    ["an absolute URL of another host", `http://example.com${list.path}`, 200],
    ["a path that begins with two slashes", `//example.com${list.path}`, 404],
    ["dots", `/x/..${list.path}`, 404],
    ["a backslash", "/v1.0\\engagements/referrals", 404],
    ["a fragment", `${list.path}#x`, 200],
    ["an encoded slash", `${list.path}/%2F..%2F`, 400],
    ["a null", `${list.path}/%00`, 400],
    ["8 kB", `/${"x".repeat(8000)}`, 404],
  ] as const) {
    test(`a target with ${name} gets ${status}`, async () => {
      const raw = await sendRaw(mock, head("GET", target, "Connection: close"));
      assert.equal(Number(raw.slice(9, 12)), status);
    });
  }

  for (const [name, text] of [
    ["without Host", `GET ${list.path} HTTP/1.1\r\nConnection: close\r\n\r\n`],
    ["with two", `GET ${list.path} HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n`],
  ] as const) {
    test(`a request ${name} gets 400`, async () => {
      const { status, error } = rejected(await sendRaw(mock, text));
      assert.deepEqual([status, error.target], [400, "header/Host"]);
    });
  }

  test("a request of HTTP/1.0 without Host gets a response", async () => {
    const raw = await sendRaw(mock, `GET ${list.path} HTTP/1.0\r\n\r\n`);
    assert.match(raw, /^HTTP\/1\.1 401 /);
  });

  test("keys of the prototype reach no object of ours", async () => {
    const body =
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"__proto__":{"polluted":2}}';
    assert.equal((await callOperation(mock, create, { body })).status, 400);
    assert.equal(Object({}).polluted, undefined);
  });

  test("many requests at once all get responses", async () => {
    const responses = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        index % 2 === 0
          ? callOperation(mock, list)
          : call(`${mock.url}${create.path}`, { method: "POST", body: "{" }),
      ),
    );
    assert.deepEqual([...new Set(responses.map(({ status }) => status))].sort(), [200, 401]);
  });
});
