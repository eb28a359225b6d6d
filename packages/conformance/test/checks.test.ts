import assert from "node:assert/strict";
import { test } from "node:test";
import { checks } from "../checks/all.ts";
import { createSubject } from "../checks/check.ts";
import { readContract } from "../contract/read.ts";

const contract = readContract();
const subject = createSubject(contract);

for (const [name, check] of Object.entries(checks)) {
  test(`${name}: the contract keeps its promises`, () => {
    assert.deepEqual([...check(subject)], []);
  });
}
