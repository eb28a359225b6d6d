import { isDeepStrictEqual } from "node:util";
import { immutablePaths, readOnlyPaths } from "@partner-referrals/types";
import { inBody, type Violation } from "../contract/violations.ts";
import { at, isObject, type JsonObject, segmentsOf, setMember } from "../json.ts";

const fixed = immutablePaths.map(segmentsOf);
const readOnly = readOnlyPaths.map(segmentsOf);
/** What only the service sets inside objects that a partner may set. */
const nestedReadOnly = readOnly.filter((segments) => segments.length > 1);

/** Whether a pointer leads to, or into, one of the given ones. */
function isWithin(path: readonly string[], places: readonly (readonly string[])[]): boolean {
  return places.some((place) => place.every((segment, index) => path[index] === segment));
}

/** Why a patch may not name a path at all. */
export function refusalOf(path: readonly string[]): Pick<Violation, "code" | "message"> | undefined {
  if (isWithin(path, fixed)) return { code: "fixed", message: "is fixed once the referral exists" };
  if (isWithin(path, readOnly)) return { code: "readOnly", message: "is set by the service only" };
  return undefined;
}

/** What a new referral may not hold although its schema declares it. */
export function readOnlyIn(body: unknown): Violation[] {
  return nestedReadOnly
    .filter((segments) => at(body, ...segments) !== undefined)
    .map((segments) => inBody(`/${segments.join("/")}`, "readOnly", "is set by the service only"));
}

/**
 * Carries over what a change may not touch: what is left out stays as it was. Returns what the change tried to touch all
 * the same. With `ignoreReadOnly` that is only what is fixed; the rest is put back without a word.
 */
export function keepProtected(
  before: JsonObject,
  after: JsonObject,
  { ignoreReadOnly }: { ignoreReadOnly: boolean },
): Violation[] {
  const restore = (segments: readonly string[], code: string, message: string): Violation[] => {
    const old = at(before, ...segments);
    const parent = at(after, ...segments.slice(0, -1));
    const name = segments.at(-1) ?? "";
    const present = at(after, ...segments);
    const isTouched = present !== undefined && !isDeepStrictEqual(present, old);
    if (isTouched && (code === "fixed" || !ignoreReadOnly))
      return [inBody(`/${segments.join("/")}`, code, message)];
    if (!isObject(parent)) return [];
    if (old === undefined) delete parent[name];
    else setMember(parent, name, old);
    return [];
  };
  return [
    ...fixed.flatMap((segments) => restore(segments, "fixed", "is fixed once the referral exists")),
    ...nestedReadOnly.flatMap((segments) => restore(segments, "readOnly", "is set by the service only")),
  ];
}
