import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { walk } from "../build/document.ts";
import { compile, contract, type MediaType } from "./contract.ts";

for (const name of Object.keys(contract.components.schemas)) {
  test(`${name} compiles in strict mode`, () => {
    assert.doesNotThrow(() => compile({ $ref: `contract#/components/schemas/${name}` }));
  });
}

const bodies = [...findBodies()];

for (const { place, schema, name, value } of bodies) {
  test(`the example ${name} of ${place} fits its schema`, () => {
    const validate = compile(schema);
    assert.ok(validate(value), JSON.stringify(validate.errors, null, 2));
  });
}

test("every payload in examples/ is used by the contract", () => {
  const used = new Set(bodies.map(({ value }) => JSON.stringify(value)));
  const directory = join(import.meta.dirname, "../examples");
  const unused = readdirSync(directory).filter(
    (file) => !used.has(JSON.stringify(JSON.parse(readFileSync(join(directory, file), "utf8")))),
  );
  assert.deepEqual(unused, []);
});

test("every payload is named for an operation, or for errors", () => {
  const operationIds = new Set<unknown>(["error"]);
  walk(contract, (node) => operationIds.add(node.operationId));
  for (const file of readdirSync(join(import.meta.dirname, "../examples"))) {
    assert.ok(operationIds.has(file.split(".")[0]), `${file} is not`);
  }
});

/** Every media type of the contract with each of its examples. */
function* findBodies(): Generator<{ place: string; schema: object; name: string; value: unknown }> {
  const found: [string, MediaType][] = [];
  for (const [section, items] of Object.entries({
    ...contract.paths,
    ...contract.webhooks,
    ...contract.components.responses,
  })) {
    walk(items, (node) => {
      // A cast: `content` of anything but a body is not an object, which the next line sorts out.
      for (const [type, media] of Object.entries((node.content ?? {}) as Record<string, MediaType>)) {
        if (media.schema) found.push([`${section} ${type}`, media]);
      }
    });
  }
  for (const [place, { schema, examples }] of found) {
    for (const [name, { value }] of Object.entries(examples)) {
      yield {
        place,
        schema: JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"contract#/')),
        name,
        value,
      };
    }
  }
}
