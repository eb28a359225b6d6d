import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parse } from "yaml";
import type { EvidenceFile } from "../build/evidence/collect.ts";
import { type Evidence, references } from "../build/evidence/evidence.ts";
import { readEvidencePage } from "../build/evidence/page.ts";
import { contract } from "./contract.ts";

const spec = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(spec, file), "utf8");
const page = readEvidencePage(read("EVIDENCE.md"));
const evidence: EvidenceFile = JSON.parse(read("dist/evidence.json"));

/** Every part that has evidence, by its JSON Pointer in the bundle. */
const rated = new Map<string, Evidence>(
  [
    ...Object.values(evidence.operations).map((item) => [operationPointer(item.path, item.method), item]),
    ...(["parameters", "headers", "responses", "securitySchemes", "schemas"] as const).flatMap((kind) =>
      Object.entries(evidence[kind]).map(([name, item]) => [`/components/${kind}/${name}`, item]),
    ),
    ...Object.entries(evidence.schemas).flatMap(([name, { properties }]) =>
      Object.entries(properties).map(([property, item]) => [
        `/components/schemas/${name}/properties/${property}`,
        item,
      ]),
    ),
  ] as [string, Evidence][], // A cast, because the spread of several shapes loses that each has two items.
);

describe("evidence.json", () => {
  test("rates every operation, component and property of the bundle, and nothing else", () => {
    assert.deepEqual([...rated.keys()].sort(), [...partsOfBundle()].sort());
  });

  test("has a source for each part, with a title, and an address or the reason why there is none", () => {
    for (const [pointer, item] of rated) {
      assert.notEqual(references(item).length, 0, pointer);
      for (const reference of references(item)) {
        const source = evidence.sources[reference];
        assert.ok(source?.title, `${pointer}: ${reference}`);
        if (source.url) assert.ok(URL.canParse(source.url), source.url);
        else assert.match(source.title, /Not linked: \w/);
      }
    }
  });

  test("rates by the strongest source, and gives a reason for what is inferred", () => {
    for (const [pointer, { confidence, documented, observed, inferred }] of rated) {
      assert.equal(confidence, documented ? "documented" : observed ? "observed" : "inferred", pointer);
      if (!documented && !observed) assert.ok(inferred?.because, pointer);
    }
  });

  test("leads from a reference into the document, its page and its section", () => {
    const source = evidence.sources["P19/referral-resources.md#address"];
    assert.match(source?.url ?? "", /partner-rest\/develop\/referral-resources\.md#address$/);
    assert.match(source?.title ?? "", /: referral-resources\.md, address$/);
  });

  test("knows an operation, a parameter and a property", () => {
    assert.equal(evidence.operations.updateReferral?.path, "/v1.0/engagements/referrals/{referralId}");
    assert.equal(evidence.parameters.Filter?.name, "$filter");
    const { isMatchingComplete, ids } = evidence.schemas.CustomerProfile?.properties ?? {};
    assert.equal(isMatchingComplete?.confidence, "observed");
    assert.ok(ids?.entries?.includes("shape-of-the-customers-ids"));
  });

  test("belongs to this version of the contract", () => {
    assert.equal(evidence.version, contract.info.version);
  });
});

describe("EVIDENCE.md", () => {
  test("lists no source that nothing rests on", () => {
    const used = new Set(Object.values(evidence.sources).map(({ key }) => key));
    assert.deepEqual(
      [...page.sources.keys()].filter((key) => !used.has(key)),
      [],
    );
  });

  test("has one heading for each entry", () => {
    assert.equal(new Set(page.entries.map(({ id }) => id)).size, page.entries.length);
    assert.ok(page.entries.length > 50);
    assert.deepEqual(evidence.contradictions, page.entries);
  });

  for (const { id, concerns } of page.entries) {
    test(`${id} is found on each part that it concerns`, () => {
      assert.notEqual(concerns.length, 0);
      for (const name of concerns) {
        const found = namesInBundle(name).map((pointer) => rated.get(pointer)?.entries ?? []);
        assert.ok(found.length > 0 && found.every((entries) => entries.includes(id)), name);
      }
    });
  }
});

describe("the bundle", () => {
  for (const file of ["openapi.yaml", "openapi.json", "openapi.dereferenced.json"]) {
    test(`${file} has no trace of evidence`, () => {
      assert.doesNotMatch(read(`dist/${file}`), /x-(evidence|source)/);
    });
  }

  test("with evidence is the same document, but for the evidence", () => {
    for (const name of ["openapi", "event-registration"]) {
      const without = JSON.stringify(
        parse(read(`dist/${name}.evidence.yaml`), { maxAliasCount: 0 }),
        (key, value) => (key === "x-evidence" ? undefined : value),
      );
      assert.ok(without === JSON.stringify(JSON.parse(read(`dist/${name}.json`))), `${name} differs.`);
    }
  });
});

test("the report counts every part once, and lists all that is inferred", () => {
  const report = read("generated/evidence.md");
  const [, ...counts] = /^\| All \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$/m.exec(report) ?? [];
  const by = (confidence: string) =>
    [...rated.values()].filter((item) => item.confidence === confidence).length;
  assert.deepEqual(counts.map(Number), [by("documented"), by("observed"), by("inferred"), rated.size]);
  for (const [pointer, { inferred }] of rated) {
    if (!inferred) continue;
    assert.ok(report.includes(`${inferred.because} From ${inferred.from.join(", ")}.`), pointer);
  }
});

/** Walks the bundle by itself: shares no code with the build. */
function* partsOfBundle(): Generator<string> {
  for (const [path, item] of Object.entries({ ...contract.paths, ...contract.webhooks })) {
    for (const [method, operation] of Object.entries(item)) {
      if (typeof operation?.operationId === "string") yield operationPointer(path, method);
      for (const parameter of operation?.parameters ?? [])
        assert.ok(parameter.$ref, `A parameter of ${path}`);
    }
  }
  for (const [kind, components] of Object.entries(contract.components)) {
    for (const [name, component] of Object.entries(components)) {
      yield `/components/${kind}/${name}`;
      if (kind === "schemas") yield* propertiesIn(component, `/components/schemas/${name}`);
    }
  }
}

/** The properties in a schema and in all schemas inside it, but for conditions. */
function* propertiesIn(schema: unknown, pointer: string): Generator<string> {
  if (typeof schema !== "object" || schema === null) return;
  for (const [keyword, value] of Object.entries(schema)) {
    if (["if", "then", "else", "not", "contains", "enum", "examples"].includes(keyword)) continue;
    if (keyword !== "properties") {
      yield* propertiesIn(value, `${pointer}/${keyword}`);
      continue;
    }
    for (const [name, property] of Object.entries(value)) {
      yield `${pointer}/properties/${name}`;
      yield* propertiesIn(property, `${pointer}/properties/${name}`);
    }
  }
}

function operationPointer(path: string, method: string): string {
  return `${path in contract.paths ? "/paths" : "/webhooks"}/${path}/${method}`;
}

/** For each schema, the lists of properties that its file includes. */
const sharedLists = new Map(Object.keys(contract.components.schemas).map((name) => [name, sharedBy(name)]));

/** Where a name of EVIDENCE.md is in the bundle. A list of properties that schemas share is in each of them. */
function namesInBundle(name: string): string[] {
  const operation = evidence.operations[name];
  if (operation) return [operationPointer(operation.path, operation.method)];
  if (name.includes("/")) return [`/components/${name}`];
  const [schema = "", property] = name.split(/\.(.+)/);
  if (schema in contract.components.schemas) {
    return [`/components/schemas/${schema}${property ? `/properties/${property}` : ""}`];
  }
  if (!property || !existsSync(join(spec, `schemas/${schema}.yaml`))) return [];
  return [...sharedLists]
    .filter(([, lists]) => lists.includes(schema))
    .map(([user]) => `/components/schemas/${user}/properties/${property}`);
}

/** The lists of properties that the file of a schema includes. */
function sharedBy(schema: string): string[] {
  const file = [`schemas/${schema}.yaml`, `schemas/preview/${schema}.yaml`].find((name) =>
    existsSync(join(spec, name)),
  );
  const { allOf = [] }: { allOf?: { $ref: string }[] } = file ? parse(read(file)) : {};
  return allOf.map(({ $ref }) => $ref.replace(".yaml", ""));
}
