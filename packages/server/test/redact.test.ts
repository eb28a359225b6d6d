import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import {
  bodyExamples,
  contract,
  knownValues,
  listOperations,
  schemaNamed,
  schemaNames,
} from "@partner-referrals/spec/model";
import fc from "fast-check";
import { openHar } from "../src/har.ts";
import { createRedactor } from "../src/redact.ts";

const bodies = listOperations(contract).flatMap((operation) => [
  ...bodyExamples(contract, operation.requestBody),
  ...[...operation.responses.values()].flatMap((response) => bodyExamples(contract, response)),
]);
const known = new Set(
  schemaNames(contract).flatMap((name) => knownValues(contract, schemaNamed(contract, name))),
);

/** Every text and number in a value that the contract does not list. Truth values are types, more than values. */
function secretsIn(value: unknown): string[] {
  if (typeof value === "string") return value === "" || known.has(value) ? [] : [value];
  if (typeof value === "number") return value === 0 ? [] : [String(value)];
  if (typeof value !== "object" || value === null) return [];
  // How many items a page shows is no secret: they are there.
  if ("value" in value && Array.isArray(value.value) && "@odata.count" in value) {
    const { "@odata.count": count, ...rest } = value;
    return Object.values(count === value.value.length ? rest : value).flatMap(secretsIn);
  }
  // Operator and path of a patch are made of the contract's own names.
  const { op: _, path: __, ...patch } = { op: "", path: "", ...value };
  return Object.values("op" in value ? patch : value).flatMap(secretsIn);
}

describe("Redacted traffic", () => {
  test("has no value of any payload that the contract shows, and the same shape", () => {
    const redactor = createRedactor(contract);
    for (const { value } of bodies) {
      const redacted: unknown = JSON.parse(redactor.body(JSON.stringify(value)));
      const left = new Set(secretsIn(redacted));
      for (const secret of secretsIn(value)) assert.ok(!left.has(secret), `${secret} is still there`);
      assert.deepEqual(shapeOf(redacted), shapeOf(value));
    }
  });

  test("has no value, no unknown name, no token and no id of any traffic", () => {
    // The unit `binary` of fast-check is the same, and takes a second to make a table of all characters.
    const character = fc
      .oneof(fc.nat(0xd7_ff), fc.integer({ min: 0xe0_00, max: 0x10_ff_ff }))
      .map((code) => String.fromCodePoint(code));
    // Long enough that no placeholder is the same text by chance.
    const secret = fc.oneof(
      fc.string({ minLength: 10, unit: character }),
      fc.stringMatching(/^[a-z]{10,16}$/),
      fc.uuid(),
      fc.emailAddress(),
      fc.webUrl(),
      fc.integer({ min: 10 ** 10, max: 2 ** 53 }).map(String),
      fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") })
        .map((date) => date.toISOString()),
    );
    const example = fc.constantFrom(...bodies.map(({ value }) => value));
    const redactor = createRedactor(contract);
    fc.assert(
      fc.property(secret, example, (text, value) => {
        const planted = {
          ...Object(value),
          [text]: { name: text, unknown: [text, { [text]: text }] },
          name: text,
        };
        const url = new URL("https://api.partner.example/v1.0/engagements/referrals");
        url.pathname += `/${encodeURIComponent(text.slice(0, 40).toWellFormed())}`;
        url.searchParams.set("$filter", `name eq '${text.replaceAll("'", "''")}'`);
        url.searchParams.set("secret", text);
        const output = [
          redactor.body(JSON.stringify(planted)),
          redactor.body(text),
          redactor.header("authorization", `Bearer ${text}`),
          decodeURIComponent(redactor.url("GET", url)),
        ].join("\n");
        if (known.has(text)) return;
        assert.ok(!output.includes(text), `${text} is in ${output}`);
        assert.ok(!output.includes(JSON.stringify(text).slice(1, -1)), `${text} is in ${output}`);
      }),
      // A word of OData is none in a parameter that the contract does not have.
      { numRuns: 300, examples: [["length", {}]] },
    );
  });

  test("has a count that is to its page as the real one was, and is not the real one", () => {
    const redactor = createRedactor(contract);
    const counted = (total: number) =>
      JSON.parse(redactor.body(JSON.stringify({ "@odata.count": total, value: [{}, {}, {}] })))[
        "@odata.count"
      ];
    assert.equal(counted(3), 3);
    assert.ok(counted(1) < 3);
    for (let total = 100; total < 200; total += 1) {
      assert.ok(counted(total) > 3);
      assert.ok(counted(total) < 100);
    }
  });

  test("gives the same value the same placeholder, and times their distance", () => {
    const redactor = createRedactor(contract);
    const [first, second] = ["2026-01-01T00:00:00Z", "2026-01-15T00:00:00Z"].map((text) =>
      JSON.parse(redactor.body(JSON.stringify(text))),
    );
    assert.equal(Date.parse(second) - Date.parse(first), 14 * 86_400_000);
    const id = crypto.randomUUID();
    const url = redactor.url("GET", new URL(`https://x.example/v1.0/engagements/referrals/${id}`));
    assert.ok(url.endsWith(`/${JSON.parse(redactor.body(JSON.stringify(id)))}`));
  });

  test("is a complete HAR file after every entry", () => {
    const folder = mkdtempSync(join(tmpdir(), "har-"));
    const file = join(folder, "traffic.har");
    try {
      const har = openHar(file, contract, { name: "test", version: "1" });
      for (let count = 0; count < 3; count += 1) {
        assert.equal(JSON.parse(readFileSync(file, "utf8")).log.entries.length, count);
        har.add({
          startedAt: new Date(),
          durationMs: 1,
          request: {
            method: "GET",
            url: new URL("https://x.example/v2/referrals"),
            headers: [["authorization", "Bearer t0ken"]],
            body: "",
          },
          response: {
            status: 200,
            headers: [["content-type", "application/json"]],
            body: '{"name":"Contoso"}',
          },
        });
      }
      har.close();
      const text = readFileSync(file, "utf8");
      assert.ok(!/t0ken|Contoso/.test(text));
      assert.equal(JSON.parse(text).log.entries.length, 3);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  return Object.entries(value).map(([name, child]) => [name, shapeOf(child)]);
}
