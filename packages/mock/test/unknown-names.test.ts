import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { type RunningServer, startProxy } from "@partner-referrals/mock";
import { call, callOperation, mockFor, type Received } from "./support/http.ts";
import { operation } from "./support/operations.ts";

const create = operation("createReferral");
const list = operation("listReferrals");
const valid: Record<string, unknown> = Object(Object.values(create.bodies)[0]);
const slips = {
  ...valid,
  details: { ...Object(valid.details), closeDate: "2026-01-01T00:00:00Z" },
  team: [{ emailAddress: "a@proseware.example" }],
};
const places = ["request/body/details/closeDate", "request/body/team/0/emailAddress"];

function warnings(received: Received): { location: string; severity: string; message: string }[] {
  return JSON.parse(received.headers.get("contract-warnings") ?? "[]").map(
    (entry: { location: string[]; severity: string; message: string }) => ({
      ...entry,
      location: entry.location.join("/"),
    }),
  );
}

async function proxyFor(context: TestContext, strict: boolean): Promise<RunningServer> {
  const upstream = await mockFor(context);
  const proxy = await startProxy({ upstream: upstream.url, port: 0, logLevel: "silent", strict });
  context.after(() => proxy.close());
  return proxy;
}

for (const [name, start] of [
  ["the mock", (context: TestContext, strict: boolean) => mockFor(context, { strict })],
  ["the proxy", proxyFor],
] as const) {
  describe(`${name}, of what a request names and the contract does not know,`, () => {
    test("warns in a header, with the nearest known name", async (context) => {
      const received = await callOperation(await start(context, false), create, { body: slips });
      assert.ok(received.status < 300, received.text);
      const found = warnings(received);
      assert.deepEqual(
        found.map(({ location }) => location),
        places,
      );
      assert.match(found[0]?.message ?? "", /did you mean closingDateTime\?$/);
      assert.ok(found.every(({ severity }) => severity === "Warning"));
      assert.equal(received.headers.get("sl-violations"), null);
    });

    test("with `strict` makes an error of it", async (context) => {
      const received = await callOperation(await start(context, true), create, { body: slips });
      assert.equal(received.status, 400);
      assert.deepEqual(
        received.violations.map(({ location, pointer }) => `request/${location}${pointer}`),
        places,
      );
      assert.match(received.error.message, /body\/team\/0\/emailAddress .* did you mean email\?/);
    });

    test("says nothing about the contract's own examples", async (context) => {
      const server = await start(context, true);
      for (const body of Object.values(create.bodies)) {
        const received = await callOperation(server, create, { body });
        assert.ok(received.status < 300, received.text);
        assert.equal(received.headers.get("contract-warnings"), null);
      }
    });
  });
}

test("an error about a property or query name that is not allowed suggests the nearest one, too", async (context) => {
  const mock = await mockFor(context);
  const { consent, ...rest } = valid;
  const received = await callOperation(mock, create, { body: { ...rest, consnet: consent } });
  assert.ok(received.error.message.includes("did you mean consent?"), received.error.message);
  const query = await call(`${mock.url}${list.path}?$fitler=x`, { headers: list.headers });
  assert.ok(query.error.message.includes("did you mean $filter?"), query.error.message);
});
