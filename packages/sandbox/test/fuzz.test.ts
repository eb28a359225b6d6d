import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { contract, operationFor } from "./support/contract.ts";
import { deal, start } from "./support/sandbox.ts";

/** How many requests are sent twice. A long run sends as many as REQUESTS says. */
const runs = Number(process.env.REQUESTS ?? 150);
const sandbox = await start({ logLevel: "error" });
const { id } = await sandbox.client.create({
  ...deal,
  type: "Shared",
  team: [{ email: "a@proseware.example" }],
});

interface Target {
  readonly method: string;
  readonly path: string;
  readonly query: string[];
  readonly headers: string[];
  readonly examples: unknown[];
}

/** Every operation of the contract, with the examples that bodies are made from. */
const targets: Target[] = Object.entries(contract.paths ?? {}).flatMap(([template, item]) =>
  ["get", "put", "post", "patch"].flatMap((method) => {
    const path = template.replace(/\{\w+\}/, id);
    const operation = item[method] && operationFor(method, path);
    if (operation === undefined) return [];
    const parameters = Object.values(operation.parameters ?? {}).map((parameter) => {
      const name = String(parameter.$ref).split("/").at(-1) ?? "";
      return parameter.$ref ? contract.components?.parameters?.[name] : parameter;
    });
    const names = (where: string) =>
      parameters.filter((one) => String(one?.in) === where).map((one) => String(one?.name));
    const examples = Object.values(operation.requestBody?.content?.["application/json"]?.examples ?? {});
    return [
      {
        method: method.toUpperCase(),
        path,
        query: names("query"),
        headers: names("header"),
        examples: examples.map(({ value }) => value),
      },
    ];
  }),
);

/** Of any code points. The unit `binary` of fast-check means the same, and takes a second to make a table of them all. */
const anyText = fc.string({ unit: fc.nat(0x10_ff_ff).map((code) => String.fromCodePoint(code)) });
const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    "",
    null,
    true,
    -0,
    1e308,
    [],
    {},
    "\u0000",
    "\ud800",
    "💥".repeat(50),
    "x".repeat(20_000),
    "../..",
    "' OR 1=1 --",
    "__proto__",
  ),
  fc.anything({
    maxDepth: 3,
    withNullPrototype: false,
    key: fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString", "type", "status")),
  }),
  anyText,
);

/** Puts something nasty somewhere into a valid body. */
const damaged = (value: unknown): fc.Arbitrary<unknown> => {
  const places = pathsIn(value);
  return fc
    .tuple(fc.constantFrom(...places), nasty)
    .map(([place, replacement]) => replaceAt(value, place, replacement));
};

function pathsIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsIn(inner, [...path, name]))];
}

function replaceAt(value: unknown, [name, ...rest]: string[], replacement: unknown): unknown {
  if (name === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? replaceAt(item, rest, replacement) : item));
  // A cast: the path leads through objects.
  const object = value as Record<string, unknown>;
  return { ...object, [name]: replaceAt(object[name], rest, replacement) };
}

const bodyText = (target: Target): fc.Arbitrary<string | undefined> => {
  if (target.examples.length === 0) return fc.constant(undefined);
  const body = fc
    .constantFrom(...target.examples)
    .chain(damaged)
    .map(toJson);
  return fc.oneof(
    { weight: 6, arbitrary: body },
    { weight: 1, arbitrary: body.map((text) => text.slice(0, text.length >> 1)) },
    {
      weight: 1,
      arbitrary: body.map((text) => text.replace("{", '{"type":1,"type":"Shared","__proto__":{"x":1},')),
    },
    { weight: 1, arbitrary: fc.nat(5000).map((depth) => '{"a":'.repeat(depth)) },
    { weight: 1, arbitrary: anyText },
  );
};

function toJson(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner)) ?? "undefined"
  );
}

const headerText = fc.oneof(
  fc.constantFrom(
    '""',
    '"x"',
    "*",
    'W/"a"',
    "return=representation",
    "text/*;q=0,*/*",
    "a,,b;;",
    "Bearer",
    "Bearer eyJ.eyJ.x",
    "x".repeat(4000),
  ),
  fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) }),
);

const filterText = fc.oneof(
  anyText,
  fc
    .array(
      fc.constantFrom(
        "status",
        "team",
        "/",
        "any",
        "(",
        ")",
        "t:",
        "t/email",
        "eq",
        "and",
        "or",
        "not",
        "in",
        "'x'",
        "null",
        "1",
        "''",
        ",",
        "contains",
        "2026-01-01",
        "desc",
        "id",
        "-",
        "%",
      ),
      { maxLength: 25 },
    )
    .map((words) => words.join(" ")),
);

const request = fc.constantFrom(...targets).chain((target) =>
  fc.record({
    target: fc.constant(target),
    path: fc.oneof(
      { weight: 5, arbitrary: fc.constant(target.path) },
      { weight: 1, arbitrary: fc.webPath().map((tail) => target.path + tail) },
    ),
    query: fc.array(fc.tuple(fc.constantFrom(...target.query, "x"), filterText), {
      maxLength: target.query.length > 0 ? 3 : 1,
    }),
    headers: fc.dictionary(
      fc.constantFrom(
        ...target.headers,
        "accept",
        "sandbox-universe",
        "x-forwarded-host",
        "content-type",
        "authorization",
      ),
      headerText,
      { maxKeys: 3 },
    ),
    body: bodyText(target),
  }),
);

const encode = (text: string) => encodeURIComponent(text.toWellFormed());

describe("No request", () => {
  test("gets a 5xx, hangs, violates the contract, or stays in memory", async () => {
    let sent = 0;
    const send = () =>
      fc.assert(
        fc.asyncProperty(request, async ({ target, path, query, headers, body }) => {
          const search = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
          const { status } = await sandbox.call(target.method, `${path}${search && `?${search}`}`, {
            ...(body !== undefined && { raw: body.toWellFormed() }),
            headers: { authorization: "Bearer fuzz", "content-type": "application/json", ...headers },
          });
          sent++;
          assert.ok(status < 500, `${status} for ${target.method} ${path}`);
        }),
        { numRuns: runs, timeout: 5000 },
      );
    const used = () => {
      globalThis.gc?.();
      return process.memoryUsage().heapUsed / 2 ** 20;
    };
    await send();
    const before = used();
    await send();
    // What was created meanwhile may be in memory.
    sandbox.control.reset();
    assert.ok(sent >= 2 * runs);
    assert.ok(used() - before < 60, "Memory grows.");
    assert.equal(({} as Record<string, unknown>).x, undefined);
  });
});
