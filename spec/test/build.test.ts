import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { rootFiles } from "../build/bundle.ts";
import { describeNullableReferences } from "../build/describe-references.ts";
import { describeKnownValues } from "../build/describe-values.ts";
import type { Document, Schema } from "../build/document.ts";
import { walk } from "../build/document.ts";
import { fillPlaceholders } from "../build/fill-placeholders.ts";
import { flattenAllOf } from "../build/flatten-all-of.ts";
import {
  listOperations,
  contract as modelContract,
  operationNamed,
  readDocument,
  stateMachine,
} from "../model/index.ts";
import { compile, contract } from "./contract.ts";

const dist = join(import.meta.dirname, "../dist");
const text = { type: "string" };

for (const name of rootFiles.map((file) => file.replace(".yaml", ""))) {
  test(`the YAML and the JSON bundle of ${name} are the same document`, () => {
    const yaml = parse(readFileSync(join(dist, `${name}.yaml`), "utf8"), { maxAliasCount: 0 });
    assert.deepEqual(yaml, JSON.parse(readFileSync(join(dist, `${name}.json`), "utf8")));
  });

  test(`the dereferenced ${name} has no reference`, () => {
    const document: unknown = JSON.parse(readFileSync(join(dist, `${name}.dereferenced.json`), "utf8"));
    walk(document, (node) => assert.ok(!("$ref" in node)));
  });

  test(`every operation of ${name} is on the one server of the document`, () => {
    const document = readDocument(join(dist, `${name}.json`));
    const servers = new Set(listOperations(document).map(({ server }) => server));
    assert.equal(servers.size, 1);
    assert.ok(!JSON.stringify(document.paths).includes('"servers"'));
  });
}

test("both documents in one keep the server and the security of each operation", () => {
  for (const file of rootFiles) {
    const document = readDocument(join(dist, file.replace(".yaml", ".json")));
    for (const { id, server, security } of listOperations(document)) {
      const combined = operationNamed(modelContract, id);
      assert.deepEqual([combined.server, combined.security], [server, security], id);
    }
  }
});

test("the bundle has no trace of how it was built", () => {
  const text = JSON.stringify(contract);
  for (const trace of ["externalValue", "x-status-rules", "x-accepts-read-only", "<!--"]) {
    assert.ok(!text.includes(trace), trace);
  }
});

test("the bundle carries the version of the package", () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8"));
  assert.equal(contract.info.version, version);
});

test("the description shows the status table", () => {
  for (const [status, { substatuses, transitions }] of stateMachine(contract)) {
    const cells = [[status], substatuses, transitions].map((names) =>
      names.map((name) => `\`${name}\``).join(", "),
    );
    assert.ok(contract.info.description.includes(`| ${cells.join(" | ")} |`), status);
  }
});

test("a text names values of the document, from its root or from the object that it stands in", () => {
  const document = documentOf({
    Wait: {
      description: "At most {{x-limit/requests}}, for {{/components/schemas/Wait/x-for}}.",
      "x-limit": { requests: 2 },
      "x-for": "PT1M",
    },
  });
  fillPlaceholders(document);
  assert.equal(document.components.schemas.Wait?.description, "At most 2, for a minute.");
});

test("a text cannot name what is not there", () => {
  const document = documentOf({ Wait: { description: "For {{x-for}}." } });
  assert.throws(() => fillPlaceholders(document), /names \{\{x-for\}\}, which has no value/);
});

test("the description of an open enumeration lists its known values with their meaning", () => {
  const document = documentOf({
    Size: {
      description: "A size.",
      "x-extensible-enum": ["S", "L"],
      "x-enumDescriptions": { S: "Small.", L: "Large." },
    },
    Color: { description: "A color.", "x-extensible-enum": ["red", "blue"] },
  });
  describeKnownValues(document);
  const { Size, Color } = document.components.schemas;
  assert.equal(
    Size?.description,
    "A size.\n\nKnown values; others are possible:\n\n- `S`: Small.\n- `L`: Large.\n",
  );
  assert.equal(Color?.description, "A color.\n\nKnown values: `red`, `blue`. Others are possible.\n");
});

test("a reference that may be null has the description of its schema, unless it has one of its own", () => {
  const size = { $ref: "#/components/schemas/Size" };
  const none = { type: "null" };
  const document = documentOf({
    Size: { description: "A size." },
    Shirt: {
      properties: {
        size: { anyOf: [size, none] },
        fit: { description: "How it fits.", anyOf: [size, none] },
        other: { anyOf: [size, { type: "string" }] },
      },
    },
  });
  describeNullableReferences(document);
  const descriptions = Object.values(document.components.schemas.Shirt?.properties ?? {}).map(
    ({ description }) => description,
  );
  assert.deepEqual(descriptions, ["A size.", "How it fits.", undefined]);
});

test("every schema has an example that is valid, unless no value was ever published", () => {
  const without = [];
  for (const [name, { examples }] of Object.entries(contract.components.schemas)) {
    const [example] = Array.isArray(examples) ? examples : [];
    if (example === undefined) without.push(name);
    else {
      const validate = compile({ $ref: `contract#/components/schemas/${name}` });
      assert.ok(validate(example), `${name}: ${JSON.stringify(validate.errors)}`);
    }
  }
  assert.deepEqual(without.sort(), ["CallToAction", "ReferralSource"]);
});

test("the branches of conditions allow every property, so that tools find no undeclared ones there", () => {
  const branches: object[] = [];
  walk(contract.components.schemas, (schema) => {
    for (const keyword of ["if", "then", "else"] as const) {
      const branch = schema[keyword];
      if (typeof branch === "object" && branch !== null && "properties" in branch) branches.push(branch);
    }
  });
  assert.ok(branches.length > 0);
  for (const branch of branches) assert.equal(Reflect.get(branch, "additionalProperties"), true);
});

test("flattening merges shared properties and closes what was closed", () => {
  const document = documentOf({
    Part: { type: "object", properties: { id: { ...text, readOnly: true } } },
    Whole: {
      allOf: [{ $ref: "#/components/schemas/Part" }],
      properties: { name: text },
      unevaluatedProperties: false,
    },
    Echo: { allOf: [{ $ref: "#/components/schemas/Part" }], "x-accepts-read-only": true },
  });
  flattenAllOf(document);
  assert.deepEqual(document.components.schemas, {
    Whole: { properties: { id: { ...text, readOnly: true }, name: text }, additionalProperties: false },
    Echo: { properties: { id: text } },
  });
});

test("flattening refuses a property that two shared lists have", () => {
  const document = documentOf({
    One: { properties: { id: text } },
    Two: { properties: { id: text } },
    Both: { allOf: [{ $ref: "#/components/schemas/One" }, { $ref: "#/components/schemas/Two" }] },
  });
  assert.throws(() => flattenAllOf(document), /Both gets the property id from two schemas/);
});

function documentOf(schemas: Record<string, Schema>): Document {
  return { info: { description: "", version: "" }, components: { schemas } };
}
