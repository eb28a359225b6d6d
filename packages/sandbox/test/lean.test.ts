/** What makes the sandbox fast, where losing it would change no answer. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { document, resolve } from "../dist/contract/document.js";
import { operations } from "../dist/contract/operations.js";
import { quickCheckOf } from "../dist/contract/quick-check.js";
import { schemaErrors } from "../dist/contract/validator.js";
import { at, segmentsOf } from "../dist/json.js";
import { openDatabase } from "../dist/store/database.js";

describe("A sandbox", () => {
  test("answers before it loads Ajv, which it does for the first request that is wrong, and never undici", async () => {
    const script = fileURLToPath(new URL("./support/first-answer.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script]);
    assert.deepEqual(JSON.parse(stdout), [
      { status: 200, ajv: false, undici: false },
      { status: 400, ajv: true, undici: false },
    ]);
  });

  test("lets no parameter pass that Ajv would refuse", () => {
    const parameters = [...operations.values()].flatMap((operation) => operation.parameters);
    const checks = parameters.map(({ schema }) => ({
      schema,
      check: quickCheckOf(resolve(at(document, ...segmentsOf(schema)))),
    }));
    assert.ok(checks.filter(({ check }) => check !== undefined).length > 10);
    const guid = randomUUID();
    const values = [-1, 0, 1.5, 2 ** 31 - 1, 2 ** 31, true, false, "", "a", "true", guid, `${guid}0`, null];
    for (const { schema, check } of checks)
      for (const value of values)
        if (check?.(value)) assert.deepEqual(schemaErrors(schema, value), [], `${schema} and ${value}`);
  });

  test("keeps no journal of a database in memory", () => {
    const database = openDatabase();
    assert.equal(database.prepare("PRAGMA journal_mode").get()?.journal_mode, "off");
    database.close();
  });
});
