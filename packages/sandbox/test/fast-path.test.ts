import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { contract, resolveObject } from "@partner-referrals/spec/model";
import { createFastPath } from "../dist/contract/fast-path.js";
import { operations } from "../dist/contract/operations.js";
import { validate } from "../dist/contract/validator.js";

describe("The fast path of parameters", () => {
  test("accepts nothing that Ajv rejects", () => {
    const parameters = [...operations.values()].flatMap((operation) => operation.parameters);
    const checks = parameters.flatMap(({ schema, schemaPointer }) => {
      const isCertainlyValid = createFastPath(resolveObject(contract, schema));
      return isCertainlyValid === undefined ? [] : [{ schemaPointer, isCertainlyValid }];
    });
    assert.ok(checks.length > 10);
    const guid = randomUUID();
    const values = [-1, 0, 1.5, 2 ** 31 - 1, 2 ** 31, true, false, "", "a", "true", guid, `${guid}0`, null];
    for (const { schemaPointer, isCertainlyValid } of checks)
      for (const value of values)
        if (isCertainlyValid(value))
          assert.deepEqual(validate(schemaPointer, value), [], `${schemaPointer} and ${value}`);
  });
});
