import assert from "node:assert/strict";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { assertError, collection, deal, start } from "./support/sandbox.ts";

const sandbox = await start({ logLevel: "silent" });
const { call } = sandbox;
const json = { "content-type": "application/json" };

describe("A bad request", () => {
  const bodies: [string, string | Uint8Array, RegExp][] = [
    ["malformed JSON", '{"type":', /not valid JSON/],
    ["a trailing comma", '{"a":1,}', /position \d+/],
    ["nothing", "", /required/],
    ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), /UTF-8/],
    ["deep nesting", `${"[".repeat(50_000)}${"]".repeat(50_000)}`, /levels deep/],
    ["null", "null", /object/],
    ["an array", "[]", /object/],
    ["prototype names", '{"__proto__":{"type":"Independent"},"constructor":1}', /required/],
  ];
  for (const [what, raw, message] of bodies) {
    test(`with ${what} for a body gets 400`, async () => {
      const response = await call("POST", collection, { raw, headers: json });
      assertError(response, 400);
      assert.match(response.body.error.message, message);
      assert.ok(response.body.error.message.length <= 1024);
    });
  }

  test("in another media type gets 415", async () => {
    for (const type of ["text/plain", "application/json-patch+json", "application/xml", "nonsense"])
      assertError(await call("POST", collection, { raw: "{}", headers: { "content-type": type } }), 415);
  });

  test("with an oversized body gets 413", async () => {
    assertError(await call("POST", collection, { raw: `"${"x".repeat(2 ** 21)}"`, headers: json }), 413);
  });

  test("that wants no JSON gets 406", async () => {
    for (const accept of ["text/html", "application/json;q=0", "image/*, application/xml"])
      assertError(await call("GET", collection, { headers: { accept } }), 406);
    for (const accept of ["text/html, */*;q=0.1", "application/*", "", "application/json; charset=utf-8"])
      assert.equal((await call("GET", collection, { headers: { accept } })).status, 200);
  });

  test("for an unknown path gets 404, with an unknown method with 405", async () => {
    assertError(await call("GET", "/v1.0/engagements/referral"), 404);
    assertError(await call("GET", "/"), 404);
    const response = await call("DELETE", collection);
    assertError(response, 405);
    assert.equal(response.headers.get("allow"), "GET, POST");
    assertError(await call("POST", `${collection}/x`), 405);
    assert.equal((await call("HEAD", collection)).status, 405);
    assertError(await call("OPTIONS", collection), 405);
  });

  test("with a badly encoded path gets 4xx", async () => {
    for (const path of ["/%", `${collection}/%zz`, `${collection}/${"x".repeat(6000)}`, "/%00", "//"])
      assert.match(String((await call("GET", path)).status), /^4/);
  });

  test("lists every violation, up to a hundred", async () => {
    const team = Array.from({ length: 50 }, () => ({ email: 1, firstName: 2, lastName: 3 }));
    const violations = assertError(await call("POST", collection, { body: { ...deal, team } }), 400);
    assert.equal(violations.length, 100);
  });
});

describe("Links", () => {
  test("lead to where the caller is, also behind a proxy", async () => {
    const { body: direct } = await call("POST", collection, { body: deal });
    assert.equal(direct.links.self.uri, `${sandbox.url}${collection}/${direct.id}`);
    const headers = { "x-forwarded-host": "sandbox.example:8443", "x-forwarded-proto": "https" };
    const { body: proxied } = await call("GET", `${collection}/${direct.id}`, { headers });
    assert.equal(proxied.links.self.uri, `https://sandbox.example:8443${collection}/${direct.id}`);
    const { body: odd } = await call("GET", `${collection}/${direct.id}`, {
      headers: { "x-forwarded-host": 'a"b' },
    });
    assert.equal(odd.links.self.uri, direct.links.self.uri);
  });
});

/** Sends bytes as they are and returns what comes back. */
function send(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(sandbox.port, "127.0.0.1", () => socket.write(bytes));
    let received = "";
    socket.setEncoding("utf8").setTimeout(5000, () => reject(new Error("There is no response.")));
    socket.on("data", (text) => {
      received += text;
      if (/\r\n\r\n(\{.*\}|)$/s.test(received) || received.includes("content-length: 0")) socket.end();
    });
    socket.on("close", () => resolve(received)).on("error", reject);
  });
}

describe("What is not HTTP", () => {
  const requests: [string, string, RegExp][] = [
    ["nonsense", "nonsense\r\n\r\n", / 400 .*invalidRequest/s],
    ["an unknown method", "FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n", / 4\d\d /],
    ["a header with a line break", "GET / HTTP/1.1\r\nHost: localhost\r\nx: \x01\r\n\r\n", / 400 /],
    [
      "a huge header",
      `GET / HTTP/1.1\r\nHost: localhost\r\nx: ${"y".repeat(20_000)}\r\n\r\n`,
      / 431 .*invalidRequest/s,
    ],
    [
      "the huge name of a header",
      `GET / HTTP/1.1\r\nHost: localhost\r\n${"y".repeat(20_000)}: x\r\n\r\n`,
      / 431 .*invalidRequest/s,
    ],
    [
      "three thousand headers",
      `GET / HTTP/1.1\r\nHost: localhost\r\n${"x: yyyyyyyy\r\n".repeat(3000)}\r\n`,
      / 431 .*invalidRequest/s,
    ],
    [
      "a huge target",
      `GET /${"y".repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      / 431 .*invalidRequest/s,
    ],
    [
      "headers of a little less than 16 KiB",
      `GET ${collection} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nx: ${"y".repeat(16_000)}\r\nConnection: close\r\n\r\n`,
      / 200 .*value/s,
    ],
    [
      "huge trailers after a body",
      `POST ${collection} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nx: ${"y".repeat(20_000)}\r\n\r\n`,
      / 431 .*invalidRequest/s,
    ],
    [
      "two lengths",
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      / 400 /,
    ],
    ["a negative length", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", / 400 /],
    ["an absolute target of another scheme", "GET ftp://x/ HTTP/1.1\r\nHost: localhost\r\n\r\n", / 4\d\d /],
    ["no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", / 403 .*accessDenied/s],
    [
      "a strange host",
      `GET ${collection} HTTP/1.1\r\nHost: "><script>\r\nAuthorization: Bearer x\r\nConnection: close\r\n\r\n`,
      / 403 /,
    ],
  ];
  for (const [what, bytes, response] of requests) {
    test(`${what} is responded to, and the sandbox lives on`, async () => {
      assert.match(await send(bytes), response);
      assert.equal((await call("GET", collection)).status, 200);
    });
  }
});
