import { joinPointer } from "@partner-referrals/spec/model";
import { componentName, hasMembers } from "../../contract/contract.ts";
import type { Mutator, Tree } from "../mutant.ts";

/** References that lead to another component of their kind: to the one most like it, because that is hardest to see. */
export const mutateReferences: Mutator = function* (document) {
  const { components = {}, ...rest } = document;
  if (!hasMembers(components)) return;
  // Many references lead to the same component, and to compare it with all others takes a while.
  const replacements = new Map<string, string | undefined>();
  for (const [pointer, reference] of referencesIn({ ...rest, components }, "")) {
    const [section = "", name = ""] = reference.split("/").slice(2);
    if (!replacements.has(reference)) replacements.set(reference, mostAlike(components[section], name));
    const replacement = replacements.get(reference);
    if (replacement === undefined) continue;
    yield {
      kind: "$ref swapped",
      pointer,
      value: `#/components/${section}/${replacement}`,
      detail: `${name} to ${replacement}`,
    };
  }
};

function* referencesIn(node: unknown, pointer: string): Generator<[pointer: string, reference: string]> {
  if (!hasMembers(node)) return;
  for (const [key, child] of Object.entries(node)) {
    const at = joinPointer(pointer, key);
    // A property may be called like anything, and an example is no part of the contract's structure.
    if (key === "$ref" && typeof child === "string") yield [at, child];
    else if (key !== "examples" && key !== "example") yield* referencesIn(child, at);
  }
}

/** The component that shares most with another one, and yet is not the same to a reader of values. */
function mostAlike(section: unknown, name: string): string | undefined {
  if (!hasMembers(section)) return undefined;
  const own = section[name];
  const traits = traitsOf(own);
  let best: { name: string; score: number } | undefined;
  for (const [other, candidate] of Object.entries(section)) {
    if (other === name || isPartOf(section, other) || essence(candidate) === essence(own)) continue;
    const theirs = traitsOf(candidate);
    const shared = [...traits].filter((trait) => theirs.has(trait)).length;
    const score = shared / (traits.size + theirs.size - shared);
    if (!best || score > best.score) best = { name: other, score };
  }
  return best?.name;
}

/** Schemas that others are made of are none of their own in the bundle. */
function isPartOf(section: Tree, name: string): boolean {
  return Object.values(section).some(
    (one) =>
      hasMembers(one) && Array.isArray(one.allOf) && one.allOf.some((part) => componentName(part) === name),
  );
}

function traitsOf(component: unknown, prefix = ""): Set<string> {
  if (!hasMembers(component)) return new Set([`${prefix}=${component}`]);
  return new Set(
    Object.entries(component).flatMap(([key, value]) =>
      isAnnotation(key) ? [] : [`${prefix}${key}`, ...traitsOf(value, `${prefix}${key}.`)],
    ),
  );
}

/** What a component demands, without what it says about itself. */
function essence(component: unknown): string {
  return JSON.stringify(component, (key, value) => (isAnnotation(key) ? undefined : value));
}

function isAnnotation(key: string): boolean {
  return ["description", "x-enumDescriptions", "example", "examples", "summary", "title"].includes(key);
}
