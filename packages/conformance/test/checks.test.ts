import assert from "node:assert/strict";
import { test } from "node:test";
import { checks } from "../checks/all.ts";
import { createContractUnderTest } from "../checks/check.ts";
import { publishedContract } from "../contract/contract.ts";

const contract = publishedContract;
const subject = createContractUnderTest(contract);

for (const [name, check] of Object.entries(checks)) {
  test(`${name}: the contract keeps its promises`, () => {
    assert.deepEqual([...check(subject)], []);
  });
}
