import type { Mutator } from "../mutant.ts";
import { schemasIn } from "../tree.ts";

const numeric = ["minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"];
const bounds = [...numeric, "pattern", "format", "const", "not"];

/** Bounds that are gone, or one off in either direction. */
export const mutateBounds: Mutator = function* (document) {
  for (const { pointer, node } of schemasIn(document)) {
    for (const keyword of bounds.filter((one) => one in node)) {
      yield { kind: "bound dropped", pointer: `${pointer}/${keyword}` };
    }
    for (const keyword of numeric) {
      const bound = node[keyword];
      if (typeof bound !== "number") continue;
      for (const [detail, value] of [
        ["one more", bound + 1],
        ["one less", bound - 1],
      ] as const) {
        // Beyond the integers that JavaScript can tell apart there is no next one.
        if (!Number.isSafeInteger(value) || (value < 0 && keyword !== "minimum")) continue;
        yield { kind: "bound moved", pointer: `${pointer}/${keyword}`, value, detail };
      }
    }
  }
};
