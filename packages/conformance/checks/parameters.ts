import {
  filterableProperties,
  propertyAt,
  schemaNamed,
  sortableProperties,
} from "@partner-referrals/spec/model";
import { readCases } from "../contract/cases.ts";
import type { Validator } from "../contract/validator.ts";
import type { Check, ContractUnderTest } from "./check.ts";

interface Values {
  readonly accepts: readonly unknown[];
  readonly rejects: readonly unknown[];
}

type Cases = Readonly<Record<"parameters" | "headers", Readonly<Record<string, Values>>>>;

const file = "cases/parameters.yaml";
const cases = readCases<Cases>("parameters.yaml");

/** Parameters and headers accept and reject what `cases/parameters.yaml` says. */
export const parameters: Check = function* (subject) {
  for (const section of ["parameters", "headers"] as const) yield* checkSection(subject, section);
  const { contract } = subject;
  for (const [name, parameter] of Object.entries(contract.components.parameters))
    yield* checkExamples(name, parameter, subject.accepts);
  for (const path of [...filterableProperties(contract), ...sortableProperties(contract)]) {
    if (!propertyAt(contract, schemaNamed(contract, "ReferralListItem"), path.split("/")))
      yield `A referral has no ${path}.`;
  }
};

function* checkSection(
  { contract, accepts, acceptsAnyFormat }: ContractUnderTest,
  section: keyof Cases,
): Generator<string> {
  const components = contract.components[section];
  const stated = cases[section];
  for (const name of Object.keys(stated))
    if (!components[name]) yield `There is no ${name} in ${section}; ${file} has it.`;
  for (const name of Object.keys(components)) {
    const values = stated[name];
    if (!values) {
      yield `${file} has no ${name}. Say there what it accepts and rejects.`;
      continue;
    }
    const pointer = `/components/${section}/${name}/schema`;
    for (const value of values.accepts)
      if (!accepts(pointer, value)) yield `${name} rejects ${JSON.stringify(value)}.`;
    for (const value of [...values.rejects, null]) {
      // The bounds of a number do not rest on its format.
      const validator = typeof value === "number" ? acceptsAnyFormat : accepts;
      if (validator(pointer, value)) yield `${name} accepts ${JSON.stringify(value)}.`;
    }
  }
}

function* checkExamples(name: string, parameter: object, accepts: Validator): Generator<string> {
  const { example, examples = {} }: { example?: unknown; examples?: Record<string, { value: unknown }> } =
    parameter;
  const shown = Object.values(examples).map(({ value }) => value);
  for (const value of example === undefined ? shown : [example, ...shown]) {
    if (!accepts(`/components/parameters/${name}/schema`, value)) yield `${name} rejects its own example.`;
  }
}
