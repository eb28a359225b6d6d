import { hasMembers, type Schema } from "../../contract/contract.ts";
import type { Mutator } from "../mutant.ts";
import { membersAt, schemasIn } from "../tree.ts";

const switches = ["x-status-rules", "x-writable-paths", "x-accepts-read-only"];

/** Properties that the service sets and those that partners do, taken for each other; what our extensions say. */
export const mutateMarks: Mutator = function* (document) {
  // In conditions, which only tell values apart, such marks have no meaning.
  for (const { pointer } of membersAt(document, "/components/schemas")) {
    for (const { pointer: at, node } of membersAt<Schema>(document, `${pointer}/properties`)) {
      if (node.readOnly) {
        yield { kind: "readOnly flipped", pointer: `${at}/readOnly` };
        yield {
          kind: "readOnly made writeOnly",
          pointer: at,
          value: { ...node, readOnly: false, writeOnly: true },
        };
      } else {
        yield { kind: "readOnly flipped", pointer: `${at}/readOnly`, value: true };
      }
      if (node["x-ms-mutability"]) yield { kind: "mutability flipped", pointer: `${at}/x-ms-mutability` };
      else yield { kind: "mutability flipped", pointer: `${at}/x-ms-mutability`, value: ["create", "read"] };
    }
  }
  for (const { pointer, node } of schemasIn(document)) {
    for (const name of switches)
      if (name in node) yield { kind: `${name} dropped`, pointer: `${pointer}/${name}` };
    const machine = node["x-state-machine"];
    if (hasMembers(machine)) yield* mutateStates(machine, `${pointer}/x-state-machine`);
  }
  for (const { pointer, node } of membersAt(document, "/components/parameters")) {
    for (const name of ["x-filterable", "x-sortable"]) {
      const paths = node[name];
      if (!Array.isArray(paths)) continue;
      for (const path of paths) {
        const rest = paths.filter((other) => other !== path);
        yield { kind: `${name} narrowed`, pointer: `${pointer}/${name}`, value: rest, detail: path };
      }
      yield { kind: `${name} widened`, pointer: `${pointer}/${name}`, value: [...paths, "name"] };
    }
  }
};

/** Transitions and substatuses too many, or missing. A substatus that is too many is taken from another status. */
function* mutateStates(machine: Record<string, unknown>, pointer: string) {
  // A cast, because the extension is ours; the lint rule `state-machine` checks its shape.
  const states = machine as Record<string, { final?: boolean; transitions: string[]; substatuses: string[] }>;
  const all = {
    transitions: Object.keys(states),
    substatuses: Object.values(states).flatMap((one) => one.substatuses),
  };
  for (const [status, state] of Object.entries(states)) {
    for (const list of ["transitions", "substatuses"] as const) {
      for (const one of all[list]) {
        const isThere = state[list].includes(one);
        yield {
          kind: `${list} ${isThere ? "narrowed" : "widened"}`,
          pointer: `${pointer}/${status}/${list}`,
          value: isThere ? state[list].filter((other) => other !== one) : [...state[list], one],
          detail: one,
        };
      }
    }
    if (state.final) yield { kind: "final status opened", pointer: `${pointer}/${status}/final` };
  }
}
