import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { startMock, startProxy } from "@partner-referrals/mock";
import { examplesOf, type OpenApiDocument, operationNamed, setOwn } from "@partner-referrals/spec/model";
import { contract, library } from "./fixtures/contract.ts";
import { call, callOperation, mockFor } from "./support/http.ts";
import { copyOfContract, operation } from "./support/operations.ts";

const book = {
  get: {
    operationId: "book",
    responses: { 200: { description: "OK", content: { "application/json": { example: 1 } } } },
  },
};

test("a mock starts on a free port, says where, and listens on this machine only", async (context) => {
  const mock = await mockFor(context);
  assert.match(mock.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(mock.url, `http://127.0.0.1:${mock.port}`);
  const sixth = await mockFor(context, { host: "::1" });
  assert.match(sixth.url, /^http:\/\/\[::1\]:\d+$/);
  assert.equal((await callOperation(sixth, operation("listReferrals"))).status, 200);
});

test("several mocks of different contracts run side by side", async (context) => {
  const [first, second] = await Promise.all([mockFor(context), mockFor(context, { document: library })]);
  assert.equal((await call(`${first.url}/books`)).status, 404);
  assert.equal((await call(`${second.url}/books`)).status, 200);
});

test("a busy port is an error with the code EADDRINUSE", async (context) => {
  const { port } = await mockFor(context);
  await assert.rejects(startMock({ port }), { code: "EADDRINUSE" });
});

test("close ends open connections, and may be called again", async () => {
  const mock = await startMock({ port: 0 });
  const socket = connect(mock.port, "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\n");
  await once(socket, "connect");
  // The system decides how it closes.
  socket.on("error", () => {});
  const ended = new Promise((settle) => socket.once("close", settle));
  await Promise.all([mock.close(), mock.close(), ended]);
  await mock.close();
  await assert.rejects(call(mock.url));
});

const okOf = (document: OpenApiDocument) =>
  operationNamed(document, "getReferral").responses.get("200")?.content[0] ?? assert.fail();

test("reload puts another contract in place, for the next request, and does not change what it is given", async (context) => {
  const mock = await mockFor(context);
  const get = operation("getReferral");
  const document = copyOfContract();
  setOwn(Object(examplesOf(document, okOf(document))[0]?.value), "name", "Reloaded");
  const before = JSON.stringify(document);
  assert.notEqual(Object((await callOperation(mock, get)).json).name, "Reloaded");
  await mock.reload(document);
  assert.equal(Object((await callOperation(mock, get)).json).name, "Reloaded");
  await callOperation(mock, operation("createReferral"));
  assert.equal(JSON.stringify(document), before);
});

test("a document that cannot be served is rejected, and a reload with one changes nothing", async (context) => {
  const mock = await mockFor(context, { document: contract({ "/book": book }) });
  const wrong: [string, object, RegExp][] = [
    ["of another kind", { swagger: "2.0", paths: {} }, /not an OpenAPI 3 description/],
    ["without paths", { openapi: "3.1.0", info: {} }, /has no paths/],
    [
      "in parts",
      contract({ "/a": { $ref: "https://example.com/a.yaml" } }),
      /refers to https:\/\/example.com\/a.yaml/,
    ],
    [
      "in files",
      contract({ "/a": { get: { responses: { 200: { $ref: "./ok.yaml" } } } } }),
      /refers to \.\/ok.yaml/,
    ],
  ];
  for (const [name, document, message] of wrong) {
    // Deliberately not a document: a JavaScript user has no types to stop them.
    await assert.rejects(mock.reload(document as typeof library), message, name);
    await assert.rejects(startMock({ port: 0, document: document as typeof library }), message, name);
  }
  assert.equal((await call(`${mock.url}/book`)).text, "1");
});

test("a proxy needs the URL of an upstream", async () => {
  for (const upstream of [
    "",
    "example.com",
    "ftp://example.com",
    "http://user:secret@example.com",
    "http://example.com?x=1",
  ]) {
    await assert.rejects(startProxy({ upstream, port: 0 }), TypeError, upstream);
  }
});
