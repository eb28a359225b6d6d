import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as types from "@partner-referrals/types";

interface Schema {
  enum?: string[];
  anyOf?: Schema[];
}
const contract: { info: { version: string }; components: { schemas: Record<string, Schema> } } = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json")), "utf8"),
);
const constants: Record<string, unknown> = { ...types };

for (const [name, schema] of Object.entries(contract.components.schemas)) {
  const values = [schema, ...(schema.anyOf ?? [])].find((member) => member.enum)?.enum;
  if (!values) continue;
  test(`the values of ${name} are a constant`, () => {
    assert.deepEqual(constants[`${name.charAt(0).toLowerCase()}${name.slice(1)}Values`], values);
  });
}

test("the state machine gives the substatuses and transitions of each status", () => {
  assert.deepEqual(types.referralStateMachine.Active.substatuses, ["Accepted"]);
  assert.deepEqual(types.referralStateMachine.Active.transitions, ["Active", "Closed"]);
  assert.deepEqual(Object.keys(types.referralStateMachine), ["New", "Active", "Closed"]);
});

test("the version of the contract is stamped in", () => {
  assert.equal(types.contractVersion, contract.info.version);
});

test("the types cost a consumer no bytes", () => {
  const index = import.meta.resolve("@partner-referrals/types");
  for (const name of ["raw.js", "schemas.js"]) {
    const module = readFileSync(fileURLToPath(new URL(name, index)), "utf8");
    assert.match(module, /^(\/\/.*\n|\s)*export \{\};\s*$/);
  }
});
