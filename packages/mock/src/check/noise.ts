import { place, type Violation } from "./violation.ts";

/** Keywords that only say that one of the schemas inside them does not hold. */
const wrappers = new Set(["if", "anyOf", "oneOf"]);
/** Keywords that Ajv checks even when the type is wrong already. */
const untyped = new Set([...wrappers, "type", "enum", "const", "not", "false schema"]);

/**
 * Leaves of Ajv's list what a person can act on. Ajv reports every branch of an `anyOf` that failed and then the `anyOf`
 * itself; of these, what the branch says that was meant is enough.
 */
export function withoutNoise(violations: readonly Violation[]): Violation[] {
  const places = new Map<string, Violation[]>();
  for (const violation of violations) {
    const key = place(violation);
    places.set(key, [...(places.get(key) ?? []), violation]);
  }
  const kept = [...places.values()].flatMap((group) => reduceGroup(group, violations));
  // That several alternatives failed is said before what is wrong with each.
  const sorted = kept.sort((a, b) => Number(wrappers.has(b.code)) - Number(wrappers.has(a.code)));
  return sorted.length > 0 ? sorted : [...violations];
}

function reduceGroup(group: Violation[], all: readonly Violation[]): Violation[] {
  const isAlternative = group.some(({ code }) => code === "anyOf" || code === "oneOf");
  const specific = group.filter(({ code }) => !untyped.has(code));
  const types = group.filter(({ code }) => code === "type");
  const hasDeeper = all.some((other) => isBelow(other, group[0]));
  if (isAlternative && (specific.length > 0 || hasDeeper)) {
    // A branch for another type, such as null, was not meant. Without one, the reasons are those of several branches.
    return unique(types.length > 0 ? specific : group.filter(({ code }) => code !== "if"));
  }
  const [first] = types;
  if (first !== undefined) return unique([...specific, { ...first, message: mergeTypes(types) }]);
  const reasons = group.filter(({ code }) => !wrappers.has(code));
  if (reasons.length > 0 || hasDeeper) return unique(reasons);
  // A lone wrapper is noise when its reason is elsewhere, and the only thing to say when it is not.
  const isExplained = all.some(
    ({ location, code }) => location === group[0]?.location && !wrappers.has(code),
  );
  return isExplained && group.every(({ code }) => code === "if") ? [] : unique(group);
}

function isBelow(violation: Violation, other: Violation | undefined): boolean {
  const pointer = other?.pointer;
  return (
    pointer !== undefined &&
    violation.location === other?.location &&
    !!violation.pointer?.startsWith(`${pointer}/`)
  );
}

function mergeTypes(types: readonly Violation[]): string {
  const words = new Set(types.flatMap(({ message }) => message.replace(/^must be /, "").split(" or ")));
  return `must be ${[...words].join(" or ")}`;
}

/** Each reason once. Of several lists of allowed values the shortest says most. */
function unique(violations: readonly Violation[]): Violation[] {
  const seen = new Map(violations.map((violation) => [`${violation.code} ${violation.message}`, violation]));
  const lists = [...seen.values()].filter(({ code }) => code === "enum");
  const [shortest] = lists.sort((a, b) => a.message.length - b.message.length);
  return [...seen.values()].filter((violation) => violation.code !== "enum" || violation === shortest);
}
