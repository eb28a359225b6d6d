import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { MockOptions, ProxyOptions } from "@partner-referrals/mock";
import fc from "fast-check";
import { call } from "./support/http.ts";
import { operation } from "./support/operations.ts";

const create = operation("createReferral");
const list = operation("listReferrals");
const update = operation("updateReferral");
const replace = operation("replaceReferral");
const valid: Record<string, unknown> = Object(Object.values(create.bodies)[0]);
const mebibyte = 2 ** 20;
/** How many generated requests are tried. A long run tries as many as REQUESTS says, and every worst case. */
const runs = Number(process.env.REQUESTS ?? 3);
const isLongRun = process.env.REQUESTS !== undefined;

/** How long one request may keep the server busy at a stretch, in milliseconds. */
const maxBlock = 250;
/** How much memory may stay after it, in MiB. */
const maxGrowth = 64;

interface Measured {
  /** In milliseconds of the processor's time. */
  readonly longest: number;
  /** In MiB. */
  readonly rss: number;
}

let body = Buffer.alloc(0);
const upstream = createServer((_, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
});
let servers: ChildProcess;
let mock = "";
/** One that passes on what violates the contract, and one that responds with an error. */
let proxies: string[] = [];

before(async () => {
  await once(upstream.listen(0, "127.0.0.1"), "listening");
  // It listens on a port, so it has such an address.
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const common = { port: 0, logLevel: "silent" } as const;
  const options: (MockOptions | ProxyOptions)[] = [
    common,
    { ...common, upstream: url, errors: false },
    { ...common, upstream: url, errors: true },
  ];
  const script = fileURLToPath(new URL("support/measured-servers.ts", import.meta.url));
  servers = fork(script, [JSON.stringify(options)], { execArgv: [] });
  [[mock, ...proxies]] = await once(servers, "message");
});
after(() => {
  servers.kill();
  upstream.closeAllConnections();
  upstream.close();
});

/** What happened in the servers since this was last asked. */
async function measure(): Promise<Measured> {
  servers.send("measure");
  return (await once(servers, "message"))[0];
}

/** As many copies of a text as go into a JSON array of this size. */
const fill = (item: string, bytes: number) =>
  `[${Array(Math.floor((bytes - 2) / (item.length + 1))).fill(item)}]`;
const withMember = (name: string, text: string) =>
  `${JSON.stringify({ ...valid, [name]: undefined }).slice(0, -1)},"${name}":${text}}`;
const room = mebibyte - 20_000;

/** What may cost more than it looks like, in each part of a request. */
const generatedRequest = fc.record({
  target: fc.constantFrom(create, update, replace, list),
  query: fc.constantFrom("", "a=1&", "$filter=(not(", "$top=%41&", "%25", "$select=a,", "[]=&"),
  header: fc.constantFrom("", "x", "a,", "\t "),
  member: fc.constantFrom("name", "team", "target", "details", "customerProfile", "registrations", "naem"),
  // A quote starts what is repeated inside one text.
  item: fc.constantFrom(
    ...["1", "null", "[]", "{}", '"x', '"\\\\', '"\\u0000', '"ä', '{"id":1}', '{"email":{}}', '{"a":[{}]}'],
    ...[
      '{"closeDate":"x"}',
      '{"op":"add","path":"/team/-","value":{"emailAddress":1}}',
      "[[[[1]]]]",
      '{"__proto__":1}',
    ],
  ),
  bytes: fc.constantFrom(1000, 8000, 30_000, 60_000, 200_000, 500_000, 900_000),
});

describe("the worst request of 1 MiB does not block the mock:", () => {
  let rss: number;
  const small = () => call(`${mock}${list.path}`, { headers: list.headers });

  before(async () => {
    // What the first request to an operation loads stays, and is not counted.
    for (const { path, method, headers } of [create, update, replace])
      await call(`${mock}${path}`, { method, headers, body: "{}" });
    await small();
    ({ rss } = await measure());
  });
  const cases = [
    ["arrays for contacts", create, withMember("customerProfile", `{"name":"N","team":${fill("[]", room)}}`)],
    [
      "unknown properties",
      create,
      `{${Array.from({ length: 45_000 }, (_, index) => `"closingDate${index}":1`)}}`,
    ],
    ["operations on unknown properties", update, fill('{"op":"add","path":"/details/x","value":1}', room)],
    ["commas in a text", create, withMember("name", `"${",".repeat(room)}"`)],
  ] as const;
  const moreCases = [
    ["objects for targets", create, withMember("target", fill("{}", room))],
    ["numbers for team members", create, withMember("team", fill("1", room))],
    ["empty operations", update, fill("{}", room)],
    ["a replacement of nothing but mistakes", replace, withMember("team", fill('{"email":1}', room))],
    ["one long text", create, withMember("name", `"${"x".repeat(room)}"`)],
  ] as const;
  for (const [name, { method, path, headers }, body] of isLongRun ? [...cases, ...moreCases] : cases) {
    test(name, async (context) => {
      const [received] = await Promise.all([call(`${mock}${path}`, { method, headers, body }), small()]);
      assert.ok([200, 201, 204, 400].includes(received.status), received.text.slice(0, 500));
      const { longest } = await measure();
      context.diagnostic(`${Math.round(longest)} ms`);
      assert.ok(longest < maxBlock, `${longest} ms`);
    });
  }

  test("and all of them together leave no memory behind", async (context) => {
    // The process that validates large bodies ends after two seconds without work.
    await delay(2500);
    await small();
    const growth = (await measure()).rss - rss;
    context.diagnostic(`${Math.round(growth)} MiB`);
    assert.ok(growth < maxGrowth, `${growth} MiB`);
  });

  test("nor does any of the requests that are generated", async (context) => {
    const slowest = { longest: 0, request: "" };
    await fc.assert(
      fc.asyncProperty(generatedRequest, async ({ target, query, header, member, item, bytes }) => {
        const body = withMember(
          member,
          item.startsWith('"') ? `"${item.slice(1).repeat(bytes)}"` : fill(item, bytes),
        );
        const sent = query.repeat(Math.floor(7000 / Math.max(1, query.length)));
        const { status } = await call(`${mock}${target.path}?${sent}`, {
          method: target.method,
          headers: { ...target.headers, "client-request-id": header.repeat(500) },
          ...(target.method !== "GET" && {
            body: target === update ? fill(item.replace(/^"/, "1"), bytes) : body,
          }),
        });
        assert.ok(status < 500, String(status));
        const { longest } = await measure();
        if (longest > slowest.longest)
          Object.assign(slowest, {
            longest,
            request: JSON.stringify({ id: target.id, query, member, item, bytes }),
          });
        assert.ok(longest < maxBlock, `${longest} ms`);
      }),
      { numRuns: runs },
    );
    context.diagnostic(`${Math.round(slowest.longest)} ms for ${slowest.request}`);
  });
});

describe("the worst response of 16 MB neither ends nor blocks the proxy:", () => {
  const size = 16 * mebibyte - 100;

  before(async () => {
    for (const proxy of proxies) await call(`${proxy}${list.path}`, { headers: list.headers });
    await measure();
  });

  const cases = [
    ["eight million numbers", fill("1", size), "limit"],
    ["thirty thousand mistakes", fill('{"id":1}', 270_000), "type"],
    ["what is nested too deep", "[".repeat(size), "json"],
    ["one text", `"${"x".repeat(size)}"`, "type"],
  ] as const;
  const moreCases = [["five million arrays", fill("[]", size), "limit"]] as const;
  for (const [at, [name, value, code]] of (isLongRun ? [...cases, ...moreCases] : cases).entries()) {
    test(name, async (context) => {
      body = Buffer.from(`{"@odata.context":"x","value":${value}}`);
      for (const [index, proxy] of proxies.entries()) {
        // A short run sends each of them through one of the proxies.
        if (!isLongRun && index !== at % proxies.length) continue;
        const received = await fetch(`${proxy}${list.path}`, { headers: list.headers });
        // Not parsed: that takes longer than all that the proxy does.
        await received.arrayBuffer();
        assert.equal(received.status, [200, 502][index]);
        const violations: { code: string }[] = JSON.parse(received.headers.get("sl-violations") ?? "[]");
        assert.ok(
          violations.some((violation) => violation.code === code),
          JSON.stringify(violations.slice(0, 3)),
        );
        const { longest, rss } = await measure();
        context.diagnostic(`${Math.round(longest)} ms, ${Math.round(rss)} MiB`);
        assert.ok(longest < maxBlock, `${longest} ms`);
      }
    });
  }
});
