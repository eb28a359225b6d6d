import { readSchemaCases } from "../contract/cases.ts";
import { isObject } from "../contract/document.ts";
import { probes } from "../contract/json.ts";
import type { Check } from "./check.ts";

const cases = readSchemaCases();

/** An enumeration knows the values that its case names, and no others. Unless it is closed, it takes any string. */
export const enumerations: Check = function* ({ contract, fits, names }) {
  for (const name of names) {
    const schema = contract.components.schemas[name];
    const { known, closed = false } = cases.get(name) ?? {};
    if (!schema || !known) continue;
    const at = `/components/schemas/${name}`;
    const { type, enum: values = [] } = [schema, ...(schema.anyOf ?? [])].find((branch) => branch.enum) ?? {};
    if (type !== "string") yield `${name} does not say that its values are strings.`;
    for (const value of known) {
      if (!values.includes(value)) yield `${name} does not know ${value}.`;
      if (!fits(at, value)) yield `${name} refuses ${value}.`;
    }
    for (const value of values) if (!known.some((one) => one === value)) yield `${name} knows ${value}.`;
    const described = schema["x-enumDescriptions"];
    for (const value of isObject(described) ? new Set([...Object.keys(described), ...known]) : []) {
      if (!known.includes(value) || !(value in Object(described)))
        yield `${name} describes others than ${value}.`;
    }
    if (fits(at, "a value of tomorrow") === closed) yield `${name} is ${closed ? "open" : "closed"}.`;
    for (const [kind, value] of Object.entries(probes)) {
      if (kind !== "string" && fits(at, value)) yield `${name} takes ${JSON.stringify(value)}.`;
    }
  }
};
