import { knownValues } from "@partner-referrals/spec/model";
import { createGeneratorSync, type JsonSchema } from "json-schema-faker";
import { readSchemaCases } from "../contract/cases.ts";
import { type Contract, hasMembers } from "../contract/contract.ts";
import { createRandom } from "../contract/random.ts";
import { withValue } from "../contract/values.ts";
import { changes, changesOf } from "./changes.ts";

/** A value to be checked by a component schema. */
export interface Instance {
  schema: string;
  value: unknown;
  /** What was changed of a value that isValid, if anything. */
  change: { keyword: string; pointer: string };
}

export interface Amount {
  /** How many values are made up for each schema. */
  generated: number;
  /** How many changes of each are checked. All are, of a value written by hand. */
  changed: number;
  seed: number;
}

/**
 * For each component schema the case written for it, values made up by json-schema-faker, and changes of both that try every
 * constraint. The same amount and seed give the same instances.
 */
export function* instancesOf(contract: Contract, { generated, changed, seed }: Amount): Generator<Instance> {
  const cases = readSchemaCases();
  const schemas = withoutExamples(contract.components.schemas);
  for (const [index, schema] of Object.keys(contract.components.schemas).entries()) {
    const [known] = knownValues(contract, contract.components.schemas[schema]);
    yield* around(contract, schema, known ?? cases.get(schema)?.valid, Number.POSITIVE_INFINITY, seed);
    for (let count = 0; count < generated; count++) {
      const random = seed + index * generated + count;
      yield* around(contract, schema, makeUp(schema, schemas, random, count), changed, random);
    }
  }
}

/** A value, and some changes of it. */
function* around(
  contract: Contract,
  schema: string,
  value: unknown,
  limit: number,
  seed: number,
): Generator<Instance> {
  yield { schema, value, change: { keyword: "none", pointer: "" } };
  const all = [...changesOf(contract, contract.components.schemas[schema] ?? {}, value)];
  const random = createRandom(seed);
  const chosen = all.length <= limit ? all : all.filter(() => random() < limit / all.length);
  for (const change of chosen) {
    if (changes(value, change))
      yield { schema, value: withValue(value, change.pointer, change.value), change };
  }
}

function makeUp(schema: string, schemas: unknown, seed: number, count: number): unknown {
  const { generate } = createGeneratorSync({
    seed,
    // The first one has all that it may have.
    optionalsProbability: count === 0 ? 1 : 0.5,
    alwaysFakeOptionals: count === 0,
    maxItems: 2,
    refDepthMax: 12,
  });
  // A cast: the generator wants to know which keywords there are; ours are those of the contract.
  return generate({ $ref: `#/components/schemas/${schema}`, components: { schemas } } as JsonSchema);
}

/** Examples of the contract would be taken for values; made-up ones go further. */
function withoutExamples(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutExamples);
  if (!hasMembers(node)) return node;
  const kept = Object.entries(node).filter(([key]) => key !== "examples");
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutExamples(child)]));
}
