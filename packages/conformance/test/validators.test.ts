import assert from "node:assert/strict";
import { test } from "node:test";
import { publishedContract } from "../contract/contract.ts";
import {
  compareValidators,
  type Disagreement,
  explainedBy,
  explanations,
} from "../validators/disagreements.ts";
import { type Instance, instancesOf } from "../validators/instances.ts";
import { validateByTypes } from "../validators/typescript.ts";

const contract = publishedContract;
/** How many values are made up for each schema. More find more: see the README. */
const generated = Number(process.env.CONFORMANCE_INSTANCES ?? 2);
const seed = Number(process.env.CONFORMANCE_SEED ?? 1);
const instances = [...instancesOf(contract, { generated, changed: 15, seed })];
const { disagreements, results } = await compareValidators(contract, instances);

test("Ajv, Prism and TypeScript agree, but for what is explained", () => {
  const unexplained = disagreements.filter((one) => !explanations.some((why) => explainedBy(why, one)));
  assert.deepEqual(unexplained.map(describe), []);
});

test("every explanation explains something", () => {
  for (const why of explanations) {
    const used = new Set(disagreements.map((one) => explainedBy(why, one)));
    for (const expression of why.at)
      assert.ok(used.has(expression), `${why.validator}: ${expression} is idle.`);
    assert.ok(why.because.length > 40);
  }
});

test("every schema is tried with values that fit and with values that do not", () => {
  for (const name of Object.keys(contract.components.schemas)) {
    const own = results.filter((_, index) => instances[index]?.schema === name);
    assert.ok(own.includes(true) && own.includes(false), name);
  }
});

test("a contract that one validator does not understand is noticed", async () => {
  // Types know nothing of `dependentRequired`; here it stands for any such keyword.
  const { Link = {} } = contract.components.schemas;
  const schemas = { Link: { ...Link, dependentRequired: { uri: ["missing"] } } };
  const changed = { ...contract, paths: {}, webhooks: {}, components: { ...contract.components, schemas } };
  const value = { uri: "/", method: "GET" };
  const one: Instance = { schema: "Link", value, change: { keyword: "none", pointer: "" } };
  const { disagreements: found } = await compareValidators(changed, [one]);
  assert.deepEqual(
    found.map(({ validator }) => validator),
    ["TypeScript"],
  );
});

test("types reject what has another shape", () => {
  const link = (value: unknown): Instance => ({
    schema: "Link",
    value,
    change: { keyword: "none", pointer: "" },
  });
  assert.deepEqual(validateByTypes([link({ uri: "/", method: "GET" }), link({ uri: 5 }), link(null)]), [
    true,
    false,
    false,
  ]);
});

function describe({ validator, instance, isValid }: Disagreement): string {
  const { schema, change, value } = instance;
  const text = JSON.stringify(value).slice(0, 300);
  return `${validator} says ${isValid ? "no" : "yes"}, Ajv ${isValid ? "yes" : "no"} to ${change.keyword} at ${schema}${change.pointer}: ${text}`;
}
