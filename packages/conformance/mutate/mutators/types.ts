import type { Mutator } from "../mutant.ts";
import { schemasIn } from "../tree.ts";

/** For each type one that its values do not have. */
const others: Record<string, string> = {
  string: "integer",
  number: "string",
  integer: "string",
  boolean: "string",
  array: "object",
  object: "array",
};

/** Types that are gone, exchanged or widened, and null where there was none or none where there was. */
export const mutateTypes: Mutator = function* (document) {
  for (const { pointer, node } of schemasIn(document)) {
    const { type } = node;
    const at = `${pointer}/type`;
    if (type === undefined || type === "null") continue;
    yield { kind: "type dropped", pointer: at };
    if (type === "integer") yield { kind: "type widened", pointer: at, value: "number" };
    if (type === "number") yield { kind: "type narrowed", pointer: at, value: "integer" };
    if (typeof type === "string") {
      yield { kind: "type changed", pointer: at, value: others[type] };
      // An enumeration without null in its values stays as it was.
      if (!node.enum) yield { kind: "null allowed", pointer: at, value: [type, "null"] };
      continue;
    }
    for (const one of type) {
      const rest = type.filter((other) => other !== one);
      yield {
        kind: one === "null" ? "null rejected" : "type narrowed",
        pointer: at,
        value: rest,
        detail: one,
      };
    }
  }
};
