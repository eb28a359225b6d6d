import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { parse } from "yaml";

/** For each rule of ours, documents that must break it. Each is merged over a document that breaks none. */
const breaking: Record<string, object[]> = {
  "json-schema-dialect": [{ jsonSchemaDialect: "https://spec.openapis.org/oas/3.1/dialect/base" }],
  "json-schema-dialect-present": [{ jsonSchemaDialect: undefined }],
  "no-bare-required-branch": [
    { components: { schemas: { Thing: { anyOf: [{ required: ["id"] }, { type: "string" }] } } } },
    { components: { schemas: { Thing: { properties: { part: { oneOf: [{ required: ["id"] }] } } } } } },
  ],
  "discriminator-mapping": [
    { components: { schemas: { Thing: { discriminator: { propertyName: "id" } } } } },
  ],
  "no-pattern-properties": [{ components: { schemas: { Thing: { patternProperties: { "^x": {} } } } } }],
  "no-component-default": [{ components: { schemas: { Thing: { default: {} } } } }],
  "no-const-null": [{ components: { schemas: { Thing: { properties: { id: { const: null } } } } } }],
  "no-write-only": [{ components: { schemas: { Thing: { properties: { id: { writeOnly: true } } } } } }],
  "schema-names": [{ components: { schemas: { thing: { type: "object" } } } }],
  "property-names": [
    { components: { schemas: { Thing: { properties: { Id: { description: "An id." } } } } } },
  ],
  "operation-ids": [{ paths: { "/v1.0/things": { get: { operationId: "get_thing" } } } }],
  sources: [{ components: { schemas: { Thing: { "x-source": [] } } } }],
  "sources-present": [
    { components: { schemas: { Thing: { "x-source": undefined } } } },
    { paths: { "/v1.0/things": { get: { "x-source": undefined } } } },
  ],
  "body-examples": [
    {
      paths: {
        "/v1.0/things": {
          get: { responses: { 200: { content: { "application/json": { examples: undefined } } } } },
        },
      },
    },
  ],
  "property-descriptions": [
    { components: { schemas: { Thing: { properties: { name: { type: "string" } } } } } },
  ],
  "preview-deprecated": [{ paths: { "/v2/things": { get: { operationId: "listThings" } } } }],
  "error-shape": [
    {
      components: {
        responses: {
          NotFound: { content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } } },
        },
      },
    },
  ],
  "state-machine": [
    { components: { schemas: { ReferralStatus: { "x-state-machine": undefined } } } },
    {
      components: {
        schemas: { ReferralStatus: { "x-state-machine": { Closed: { transitions: ["Open"] } } } },
      },
    },
    {
      components: {
        schemas: { ReferralStatus: { "x-state-machine": { Closed: { substatuses: ["Lost"] } } } },
      },
    },
    { components: { schemas: { ReferralSubstatus: { enum: ["None", "Pending", "Won", "Lost"] } } } },
  ],
};

const source = { "x-source": ["test"] };
const flawless = {
  openapi: "3.1.1",
  jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
  info: { title: "Things", version: "1.0.0" },
  paths: {
    "/v1.0/things": {
      get: {
        operationId: "getThing",
        ...source,
        responses: {
          200: { content: { "application/json": { schema: {}, examples: { one: { value: {} } } } } },
          404: { $ref: "#/components/responses/NotFound" },
        },
      },
    },
  },
  components: {
    responses: {
      NotFound: {
        ...source,
        content: {
          "application/json": {
            schema: { $ref: "#/components/schemas/ErrorResponse" },
            examples: { one: { value: {} } },
          },
        },
      },
    },
    schemas: {
      Thing: {
        ...source,
        properties: { id: { description: "An id." }, addressLine1: { description: "A line." } },
      },
      PreviewThing: { ...source, properties: { Id: { description: "An id." } } },
      ErrorResponse: { ...source },
      ReferralStatus: {
        ...source,
        enum: ["None", "New", "Closed"],
        "x-state-machine": {
          New: { transitions: ["New", "Closed"], substatuses: ["Pending"] },
          Closed: { final: true, transitions: ["Closed"], substatuses: ["Won"] },
        },
      },
      ReferralSubstatus: { ...source, enum: ["None", "Pending", "Won"] },
    },
  },
};

const root = join(import.meta.dirname, "..");
const rulesDirectory = join(root, "lint/rules");
const directory = mkdtempSync(join(tmpdir(), "partner-referrals-rules-"));
after(() => rmSync(directory, { recursive: true }));

const problems = lintAll();

test("a document that follows the rules breaks none", () => {
  assert.deepEqual(problems.get("flawless"), []);
});

for (const file of readdirSync(rulesDirectory)) {
  const rules: Record<string, unknown> = parse(readFileSync(join(rulesDirectory, file), "utf8")).rules;
  for (const rule of Object.keys(rules)) {
    test(`${rule} finds what it is there for`, () => {
      const documents = breaking[rule] ?? [];
      assert.notEqual(documents.length, 0, "The rule has no document that breaks it.");
      documents.forEach((_, index) => {
        const found = problems.get(`${rule}.${index}`) ?? [];
        assert.ok(found.includes(rule), `Document ${index} passes; found: ${found.join(", ")}`);
      });
    });
  }
  test(`${file} is part of the ruleset`, () => {
    const { extends: used } = parse(readFileSync(join(root, "../.spectral.yaml"), "utf8"));
    assert.ok(used.includes(`spec/lint/rules/${file}`));
  });
}

/** Runs Spectral once over all documents. The result names, for each document, the rules it breaks. */
function lintAll(): Map<string, string[]> {
  const documents = new Map<string, object>([["flawless", flawless]]);
  for (const [rule, changes] of Object.entries(breaking)) {
    changes.forEach((change, index) => {
      documents.set(`${rule}.${index}`, merge(flawless, change));
    });
  }
  for (const [name, document] of documents)
    writeFileSync(join(directory, `${name}.json`), JSON.stringify(document));
  const ruleset = join(directory, "ruleset.yaml");
  const files = readdirSync(rulesDirectory).map((file) => join(rulesDirectory, file));
  writeFileSync(ruleset, JSON.stringify({ extends: files }));
  const { stdout, stderr } = spawnSync(
    join(root, "node_modules/.bin/spectral"),
    ["lint", join(directory, "*.json"), "--ruleset", ruleset, "--format", "json", "--quiet"],
    { encoding: "utf8" },
  );
  assert.notEqual(stdout, "", stderr);
  const results: { code: string; source: string }[] = JSON.parse(stdout);
  return new Map(
    [...documents.keys()].map((name) => [
      name,
      results.filter((result) => basename(result.source, ".json") === name).map((result) => result.code),
    ]),
  );
}

/** A copy of `base` with the values of `change`, deeply; `undefined` removes. */
function merge(base: object, change: object): object {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const before = result[key];
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    result[key] = isObject && typeof before === "object" && before !== null ? merge(before, value) : value;
  }
  return result;
}
