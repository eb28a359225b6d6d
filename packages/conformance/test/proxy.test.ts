import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { startMock, startProxy } from "@partner-referrals/mock";
import { contract, requestExample, responseExample } from "@partner-referrals/spec/model";
import { calls } from "./support/contract.ts";
import { send } from "./support/send.ts";

const mock = await startMock({ port: 0 });
after(() => mock.close());
const honest = await startProxy({ port: 0, upstream: mock.url, errors: true, logLevel: "silent" });
after(() => honest.close());

for (const call of calls) {
  test(`the proxy finds nothing wrong with ${call.operation.id} of the mock`, async () => {
    const body = requestExample(contract, call.operation)?.value;
    const response = await send(honest.url, call, body);
    assert.ok(response.ok, await response.text());
    assert.equal(response.headers.get("sl-violations"), null);
  });
}

const get = calls.find(({ operation }) => operation.id === "getReferral") ?? assert.fail();
const documented = responseExample(contract, get.operation, 200).value;

/** A service that answers every request with this. */
async function upstream(status: number, body: unknown, contentType = "application/json"): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(status, { "content-type": contentType });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  // A cast: the address of a listening TCP server is not a string.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

for (const [what, status, body, contentType] of [
  ["an unknown status", 200, { ...Object(documented), status: "Open" }, undefined],
  ["a referral without an id", 200, { ...Object(documented), id: undefined }, undefined],
  ["a number for a name", 200, { ...Object(documented), name: 5 }, undefined],
  ["an error of another shape", 404, { message: "not found" }, undefined],
  ["HTML", 200, "<html></html>", "text/html"],
  ["broken JSON", 200, '{"id":', undefined],
] as const) {
  test(`the proxy catches ${what}`, async () => {
    const url = await upstream(status, body, contentType);
    const reporting = await startProxy({ port: 0, upstream: url, logLevel: "silent" });
    after(() => reporting.close());
    const reported = await send(reporting.url, get);
    assert.equal(reported.status, status);
    const violations: unknown[] = JSON.parse(reported.headers.get("sl-violations") ?? "[]");
    assert.notEqual(violations.length, 0);

    const failing = await startProxy({ port: 0, upstream: url, errors: true, logLevel: "silent" });
    after(() => failing.close());
    assert.equal((await send(failing.url, get)).status, 502);
  });
}

test("the proxy lets a documented answer through, with properties that nobody has seen yet", async () => {
  const body = { ...Object(documented), addedNextYear: true };
  const failing = await startProxy({
    port: 0,
    upstream: await upstream(200, body),
    errors: true,
    logLevel: "silent",
  });
  after(() => failing.close());
  const response = await send(failing.url, get);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), body);
});
