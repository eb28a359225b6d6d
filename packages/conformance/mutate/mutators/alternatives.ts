import type { Mutator } from "../mutant.ts";
import { schemasIn } from "../tree.ts";

/** Values that are unknown or known, alternatives, conditions and shared parts that are gone. */
export const mutateAlternatives: Mutator = function* (document) {
  for (const { pointer, node } of schemasIn(document)) {
    for (const value of node.enum ?? []) {
      const rest = node.enum?.filter((other) => other !== value);
      yield { kind: "enum narrowed", pointer: `${pointer}/enum`, value: rest, detail: String(value) };
    }
    if (node.enum)
      yield { kind: "enum widened", pointer: `${pointer}/enum`, value: [...node.enum, "Mutant"] };
    for (const keyword of ["anyOf", "allOf"]) {
      const branches = node[keyword];
      if (!Array.isArray(branches) || branches.length < 2) continue;
      for (const index of branches.keys()) {
        const rest = branches.filter((_, other) => other !== index);
        yield {
          kind: `${keyword} branch dropped`,
          pointer: `${pointer}/${keyword}`,
          value: rest,
          detail: `${index}`,
        };
      }
    }
    for (const keyword of ["if", "then", "else"].filter((one) => one in node)) {
      yield { kind: "condition dropped", pointer: `${pointer}/${keyword}` };
    }
  }
};
