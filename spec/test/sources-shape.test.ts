import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { parse } from "yaml";
import { readCommandLine } from "../build/sources/command-line.ts";
import { readSources } from "../build/sources/read.ts";
import { compareShape, pathsIn, shapeOf } from "../build/sources/shape.ts";
import type { Shape } from "../build/sources/source.ts";

const command = join(import.meta.dirname, "../build/sources/command.ts");
const folder = mkdtempSync(join(tmpdir(), "sources-"));
after(() => rmSync(folder, { recursive: true }));

test("a shape has types instead of values, and each different item once", () => {
  const shape = shapeOf({
    id: "a",
    count: 1,
    price: 1.5,
    at: null,
    items: [{ a: true }, { a: false }, { b: "" }],
    none: [],
  });
  assert.deepEqual(shape, {
    id: "string",
    count: "integer",
    price: "number",
    at: null,
    items: [{ a: "boolean" }, { b: "string" }],
    none: [],
  });
  assert.deepEqual(
    pathsIn(shape).map(({ path }) => path),
    ["", "id", "count", "price", "at", "items", "items[]", "items[].a", "items[].b", "none"],
  );
});

describe("a shape does not fit a schema", () => {
  const compare = (schema: object, shape: Shape, isRequest = false) =>
    [...compareShape({ document: {}, value: schema }, shape, isRequest)].map(
      ([path, { text }]) => `${path}: ${text}`,
    );
  const text = { type: "string" };

  test("where a type differs, or the schema has none", () => {
    const schema = {
      type: "object",
      properties: { a: { type: ["string", "null"] }, b: {}, c: { type: "integer" } },
    };
    assert.deepEqual(compare(schema, { a: null, b: "string", c: "integer" }), [
      "b: the contract leaves its type open",
    ]);
    assert.deepEqual(compare(schema, { c: "number" }), ["c: the payload has number, the contract integer"]);
  });

  test("where a property is not declared, or a required one is missing", () => {
    const schema = { type: "object", properties: { a: text }, required: ["a"] };
    assert.deepEqual(compare(schema, { b: "string" }), [
      ": the contract requires a, which it does not have",
      "b: the contract has no such property",
    ]);
  });

  test("where no alternative fits, and then the closest is named", () => {
    const schema = {
      anyOf: [
        { type: "array", items: text },
        { type: "object", properties: { a: text } },
      ],
    };
    assert.deepEqual(compare(schema, ["string"]), []);
    assert.deepEqual(compare(schema, { a: "boolean" }), ["a: the payload has boolean, the contract string"]);
  });

  test("where a request has what is read-only, even beside a reference", () => {
    const document = { components: { schemas: { Id: text } } };
    const value = {
      type: "object",
      properties: { id: { $ref: "#/components/schemas/Id", readOnly: true } },
    };
    assert.equal(compareShape({ document, value }, { id: "string" }, true).size, 1);
    assert.equal(compareShape({ document, value }, { id: "string" }, false).size, 0);
  });
});

describe("the command", () => {
  test("prints the shape of a payload", () => {
    const file = join(folder, "payload.json");
    writeFileSync(
      file,
      JSON.stringify({ name: "Contoso", team: [{ email: "sales@contoso.example" }], closed: null }),
    );
    const output = execFileSync(process.execPath, [command, "shape", file], { encoding: "utf8" });
    assert.deepEqual(parse(output), { name: "string", team: [{ email: "string" }], closed: null });
    assert.doesNotMatch(output, /contoso/i);
  });

  test("names a file that is not JSON, and ends with 1", () => {
    const file = join(folder, "broken.json");
    writeFileSync(file, "{");
    const { status, stderr } = spawnSync(process.execPath, [command, "shape", file], { encoding: "utf8" });
    assert.equal(status, 1);
    assert.ok(stderr.startsWith(`${file}: `), stderr);
  });

  test("shows its usage for anything else, and ends with 2", () => {
    for (const line of [[], ["shape"], ["shape", "a", "b"], ["chekc"], ["check", "all"]]) {
      assert.equal(readCommandLine(line), undefined);
    }
    const { status, stderr } = spawnSync(process.execPath, [command, "check", "all"], { encoding: "utf8" });
    assert.equal(status, 2);
    assert.match(stderr, /^Usage: /);
  });
});

test("a source of another form is refused with file, line and what is wrong", () => {
  writeFileSync(
    join(folder, "wrong.yaml"),
    "title: A page\nkind: page\ndate: 2020-01\nlastChecked: 2020-02-01\npayloads:\n  response:\n    schema: Thing\n    shape:\n      name: Contoso\npropertys: {}\nresources:\n  Thing:\n    properties:\n      id: string, requird\n",
  );
  assert.throws(
    () => readSources(folder),
    (error: Error) =>
      /wrong\.yaml:9 payloads › response › shape › name must be equal/.test(error.message) &&
      /wrong\.yaml:14 resources › Thing › properties › id must match pattern/.test(error.message) &&
      /wrong\.yaml:1 the file must NOT have additional properties: propertys/.test(error.message),
  );
});
