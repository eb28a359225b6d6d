import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { checks } from "../checks/all.ts";
import { createSubject } from "../checks/check.ts";
import type { Contract } from "../contract/document.ts";

const contract: Contract = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json")), "utf8"),
);
const subject = createSubject(contract);

for (const [name, check] of Object.entries(checks)) {
  test(`${name}: the contract keeps its promises`, () => {
    assert.deepEqual([...check(subject)], []);
  });
}
