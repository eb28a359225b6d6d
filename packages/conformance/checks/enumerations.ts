import { sampleValues } from "../contract/values.ts";
import type { Check } from "./check.ts";

/** An open enumeration accepts every string, and both kinds describe each of their values and no others. */
export const enumerations: Check = function* ({ contract, accepts, names }) {
  for (const name of names) {
    const schema = contract.components.schemas[name];
    const open = schema?.["x-extensible-enum"];
    const values = schema?.enum ?? open;
    if (!Array.isArray(values)) continue;
    const pointer = `/components/schemas/${name}`;
    for (const value of values)
      if (!accepts(pointer, value)) yield `${name} rejects ${value}, which it lists.`;
    if (accepts(pointer, "a value of tomorrow") === (open === undefined))
      yield `${name} is ${open ? "closed, but lists its values as x-extensible-enum" : "open, but has an enum"}.`;
    for (const [kind, value] of Object.entries(sampleValues)) {
      if (kind !== "string" && accepts(pointer, value)) yield `${name} accepts ${JSON.stringify(value)}.`;
    }
    const meanings = schema?.["x-enumDescriptions"];
    if (meanings === undefined) continue;
    const described = Object.keys(Object(meanings));
    for (const value of values)
      if (!described.includes(value)) yield `spec/schemas/${name}.yaml: x-enumDescriptions has no ${value}.`;
    for (const value of described)
      if (!values.includes(value))
        yield `spec/schemas/${name}.yaml: x-enumDescriptions has ${value}, no value.`;
  }
};
