import { readCases } from "../contract/cases.ts";
import type { Contract, Parameter, Schema } from "../contract/document.ts";
import type { Judge } from "../contract/judge.ts";
import type { Check } from "./check.ts";

interface Values {
  takes: unknown[];
  refuses: unknown[];
}

interface Cases {
  parameters: Record<string, Values & { name: string; in: string }>;
  headers: Record<string, Values>;
  known: Record<string, string[]>;
  filterable: string[];
  sortable: string[];
}

const cases = readCases<Cases>("values.yaml");

/** Parameters and headers carry what `cases/values.yaml` says. */
export const values: Check = function* ({ contract, fits, fitsButFormat }) {
  const { parameters, headers } = contract.components;
  for (const [section, components] of Object.entries({ parameters, headers })) {
    const stated: Record<string, Values> = section === "parameters" ? cases.parameters : cases.headers;
    for (const name of new Set([...Object.keys(components), ...Object.keys(stated)])) {
      const { takes = [], refuses = [] } = stated[name] ?? {};
      if (!stated[name]) yield `${name} is not in cases/values.yaml.`;
      if (!components[name]) yield `There is no ${name} in ${section}.`;
      if (!stated[name] || !components[name]) continue;
      const at = `/components/${section}/${name}/schema`;
      for (const value of takes) if (!fits(at, value)) yield `${name} refuses ${JSON.stringify(value)}.`;
      for (const value of [...refuses, null]) {
        // The bounds of a number do not rest on its format.
        const judge = typeof value === "number" ? fitsButFormat : fits;
        if (judge(at, value)) yield `${name} takes ${JSON.stringify(value)}.`;
      }
    }
  }
  for (const [name, parameter] of Object.entries(parameters)) {
    const { name: called, in: where } = cases.parameters[name] ?? {};
    if (parameter.name !== called || parameter.in !== where) {
      yield `${name} is ${parameter.name} in ${parameter.in}, not ${called} in ${where}.`;
    }
    yield* checkExamples(name, parameter, fits);
  }
  for (const [name, known] of Object.entries(cases.known)) {
    const { type, enum: found } = parameters[name]?.schema.anyOf?.find((branch) => branch.enum) ?? {};
    yield* differ(name, found, known);
    if (type !== "string") yield `${name} does not say that its values are strings.`;
  }
  yield* differ("$filter", parameters.Filter?.["x-filterable"], cases.filterable);
  yield* differ("$orderby", parameters.OrderBy?.["x-sortable"], cases.sortable);
  yield* checkPaths(contract, [...cases.filterable, ...cases.sortable]);
};

function* checkExamples(name: string, { example, examples = {} }: Parameter, fits: Judge): Generator<string> {
  const shown = Object.values(examples).map(({ value }) => value);
  for (const value of example === undefined ? shown : [example, ...shown]) {
    if (!fits(`/components/parameters/${name}/schema`, value)) yield `${name} refuses its own example.`;
  }
}

function* differ(name: string, found: unknown, stated: string[]): Generator<string> {
  const values: unknown[] = Array.isArray(found) ? found : [];
  for (const value of values) if (!stated.some((one) => one === value)) yield `${name} knows ${value}.`;
  for (const value of stated) if (!values.includes(value)) yield `${name} does not know ${value}.`;
}

/** What a list is filtered and sorted by are properties of a referral. */
function* checkPaths({ components }: Contract, paths: string[]): Generator<string> {
  const resolve = (schema: Schema = {}): Schema =>
    components.schemas[schema.$ref?.split("/").at(-1) ?? ""] ?? schema;
  for (const path of paths) {
    let schema: Schema | undefined = components.schemas.ReferralListItem;
    for (const name of path.split("/")) {
      const parent = resolve(schema);
      schema = resolve(parent.items ?? parent).properties?.[name];
    }
    if (!schema) yield `A referral has no ${path}.`;
  }
}
