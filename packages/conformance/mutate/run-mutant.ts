import { checks } from "../checks/all.ts";
import { createContractUnderTest } from "../checks/check.ts";
import { type Contract, componentName, hasMembers } from "../contract/contract.ts";
import { applied, type Mutant, type Tree } from "./mutant.ts";
import { build } from "./sources.ts";

/** What became of a mutant. One `without effect` builds to the same bundle, so nobody could tell. */
export type Outcome =
  | { result: "killed"; by: string; because: string }
  | { result: "survived" }
  | { result: "without effect" };

/** Examines mutants of these sources with the checks that run in this process. */
export function createRunner(sources: Tree): (mutant: Mutant) => Outcome {
  const before = build(structuredClone(sources));
  const bundle = JSON.stringify(before);
  const schemas = textsOf(before);
  return (mutant) => {
    try {
      const contract = build(applied(sources, mutant));
      if (JSON.stringify(contract) === bundle) return { result: "without effect" };
      return run(contract, changedIn(contract, schemas));
    } catch (error) {
      return { result: "killed", by: "build", because: String(error) };
    }
  };
}

function run(contract: Contract, names: Set<string>): Outcome {
  const subject = createContractUnderTest(contract, names);
  for (const [by, check] of Object.entries(checks)) {
    try {
      for (const because of check(subject)) return { result: "killed", by, because };
    } catch (error) {
      return { result: "killed", by: "strict compilation", because: String(error) };
    }
  }
  return { result: "survived" };
}

/** The component schemas that are not as they were, then those that refer to them. The others need no second look. */
function changedIn(contract: Contract, before: Map<string, string>): Set<string> {
  const after = textsOf(contract);
  const changed = new Set<string>();
  for (const [name, text] of after) if (before.get(name) !== text) changed.add(name);
  for (const name of before.keys()) if (!after.has(name)) changed.add(name);
  const users = usersOf(contract);
  // A set is walked in the order of its entries, those added on the way included.
  for (const name of changed) for (const user of users.get(name) ?? []) changed.add(user);
  return changed;
}

function textsOf({ components }: Contract): Map<string, string> {
  return new Map(Object.entries(components.schemas).map(([name, schema]) => [name, JSON.stringify(schema)]));
}

function usersOf({ components }: Contract): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const [name, schema] of Object.entries(components.schemas)) {
    visit(schema, (used) => users.set(used, (users.get(used) ?? new Set()).add(name)));
  }
  return users;
}

function visit(node: unknown, use: (name: string) => void): void {
  if (!hasMembers(node)) return;
  const name = typeof node.$ref === "string" ? componentName(node) : undefined;
  if (name !== undefined) use(name);
  for (const child of Object.values(node)) visit(child, use);
}
