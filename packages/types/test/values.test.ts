import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  contract,
  defaultStates,
  durationMs,
  expiresAfter,
  knownValues,
  previewStates,
  schemaNamed,
  schemaNames,
  stateMachine,
  statusPairs,
} from "@partner-referrals/spec/model";
import * as types from "@partner-referrals/types";

const constants: Record<string, unknown> = { ...types };

for (const name of schemaNames(contract)) {
  const values = knownValues(contract, schemaNamed(contract, name));
  if (values.length === 0) continue;
  test(`the values of ${name} are a constant`, () => {
    assert.deepEqual(constants[`${name.charAt(0).toLowerCase()}${name.slice(1)}Values`], values);
  });
}

test("the state machine gives the substatuses and transitions of each status, in the contract's order", () => {
  assert.deepEqual(Object.entries(types.referralStateMachine), [...stateMachine(contract)]);
});

test("every substatus of the state machine has its status", () => {
  assert.deepEqual(new Map(Object.entries(types.referralStates)), statusPairs(contract));
});

test("the states that the service sets belong to the state machine", () => {
  assert.deepEqual(new Map(Object.entries(types.defaultStates)), defaultStates(contract));
  assert.deepEqual(new Map(Object.entries(types.previewStates)), previewStates(contract));
  assert.deepEqual(Object.keys(types.previewStates), [...types.previewReferralStatusValues]);
});

test("durations are in milliseconds", () => {
  assert.equal(types.referralExpiryMs, durationMs(expiresAfter(contract)));
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
