import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { connect } from "node:net";
import { describe, type TestContext, test } from "node:test";
import { createErrorFormatter } from "@partner-referrals/server/api-error";
import {
  explainListenError,
  httpServerOptions,
  type Listener,
  listen,
  markResponded,
  rejectUnreadable,
} from "@partner-referrals/server/listen";
import { contract } from "@partner-referrals/spec/model";

const requestTimeout = 300;

async function start(context: TestContext, handler: RequestListener): Promise<Listener> {
  const server = createServer(httpServerOptions(requestTimeout), handler);
  rejectUnreadable(server, createErrorFormatter(contract), requestTimeout);
  const listener = await listen(server, { host: "127.0.0.1", port: 0 });
  context.after(() => listener.close());
  return listener;
}

/** Writes bytes, and returns all that comes back until the server closes the connection. */
async function sendRaw({ port }: Listener, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1").setEncoding("utf8").setTimeout(15_000);
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk;
  });
  socket.write(text);
  await once(socket, "close");
  return received;
}

describe("what never becomes a request gets the contract's error", () => {
  for (const [name, text, status] of [
    ["what is not HTTP", "HELLO\r\n\r\n", 400],
    ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400],
    ["20 kB of headers", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431],
    ["an unknown expectation", "GET / HTTP/1.1\r\nHost: x\r\nExpect: 200-maybe\r\n\r\n", 417],
    ["a tunnel", "CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405],
    ["a client that stalls", "GET / HTTP/1.1\r\nHost: x\r\n", 408],
  ] as const) {
    test(`${name}: ${status}`, async (context) => {
      const raw = await sendRaw(await start(context, (_, response) => response.end()), text);
      const [head = "", body = ""] = raw.split("\r\n\r\n");
      assert.match(head, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.equal(typeof JSON.parse(body).error.code, "string");
    });
  }

  test("a request without Host reaches the handler", async (context) => {
    const listener = await start(context, (_, response) => response.end("handled"));
    assert.match(await sendRaw(listener, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), /handled$/);
  });

  test("a response that came before the end of its request stays the only one", async (context) => {
    const listener = await start(context, (request, response) => {
      markResponded(request);
      response.end();
    });
    const raw = await sendRaw(listener, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");
    assert.equal(raw.match(/HTTP\/1\.1 /g)?.length, 1);
  });
});

test("a listener closes its connections, and may be closed again", async (context) => {
  const listener = await start(context, () => {});
  const socket = connect(listener.port, "127.0.0.1");
  await once(socket, "connect");
  // The system decides how it closes.
  socket.on("error", () => {});
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await Promise.all([listener.close(), listener.close(), closed]);
  await listener.close();
});

describe("an error of listening says what to do", () => {
  test("about a busy port", async (context) => {
    const { port } = await start(context, () => {});
    const error: unknown = await listen(createServer(), { host: "127.0.0.1", port }).catch(
      (thrown) => thrown,
    );
    assert.equal(
      explainListenError(error, { host: "127.0.0.1", port }),
      `Port ${port} is busy. Choose another with --port.`,
    );
  });

  test("about a foreign address", async () => {
    const error: unknown = await listen(createServer(), { host: "192.0.2.1", port: 0 }).catch(
      (thrown) => thrown,
    );
    assert.match(explainListenError(error, { host: "192.0.2.1", port: 0 }) ?? "", /192\.0\.2\.1.*--host/);
  });

  test("but nothing about other errors", () => {
    assert.equal(explainListenError(new Error("other"), { host: "", port: 0 }), undefined);
    const file = Object.assign(new Error("no"), { code: "EACCES", path: "/root/x" });
    assert.equal(explainListenError(file, { host: "", port: 0 }), undefined);
  });
});
