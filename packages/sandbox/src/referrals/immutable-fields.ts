import { isDeepStrictEqual } from "node:util";
import { bodyViolation, type Violation } from "@partner-referrals/server/violations";
import {
  contract,
  formatPointer,
  getIn,
  immutablePaths,
  isObject,
  type JsonObject,
  parsePointer,
  readOnlyPaths,
  setOwn,
} from "@partner-referrals/spec/model";

type Path = readonly string[];

const immutable: readonly Path[] = immutablePaths(contract, "Referral").map(parsePointer);
const readOnly: readonly Path[] = readOnlyPaths(contract, "Referral").map(parsePointer);
/** What only the service sets inside objects that a partner may set. */
const nestedReadOnly = readOnly.filter((path) => path.length > 1);
/** The caller who created the referral, whatever is sent. */
const invitedBy: Path = ["inviteContext", "invitedBy"];
const notPatchable: readonly Path[] = [...immutable, invitedBy];
const restored: readonly Path[] = [...immutable, ...nestedReadOnly, invitedBy];

const immutableReason = { code: "immutable", message: "cannot change once the referral exists" } as const;
const readOnlyReason = { code: "readOnly", message: "is set by the service only" } as const;

/** Why a patch may not name a path at all; undefined when it may. */
export function reasonNotToPatch(path: Path): Pick<Violation, "code" | "message"> | undefined {
  if (notPatchable.some((other) => isWithin(path, other))) return immutableReason;
  if (readOnly.some((other) => isWithin(path, other))) return readOnlyReason;
  return undefined;
}

/** Whether a path leads to, or into, another one. */
function isWithin(path: Path, outer: Path): boolean {
  return path[0] === outer[0] && outer.every((name, index) => path[index] === name);
}

/** What a new referral may not hold although its schema declares it. */
export function findReadOnly(body: unknown): Violation[] {
  return nestedReadOnly
    .filter((path) => getIn(body, ...path) !== undefined)
    .map((path) => bodyViolation(formatPointer(path), readOnlyReason.code, readOnlyReason.message));
}

/**
 * Restores immutable and read-only fields that an update omitted, and reports those that it modified. With
 * `ignoreReadOnly`, modified read-only fields are restored silently.
 *
 * @param after is changed in place, except for what it shares with `before`
 */
export function restoreImmutable(
  before: JsonObject,
  after: JsonObject,
  { ignoreReadOnly }: { readonly ignoreReadOnly: boolean },
): Violation[] {
  const violations: Violation[] = [];
  for (const path of restored) {
    const old = getIn(before, ...path);
    const present = getIn(after, ...path);
    if (present === old) continue;
    const { code, message } = immutable.includes(path) ? immutableReason : readOnlyReason;
    const isModified = present !== undefined && !isDeepStrictEqual(present, old);
    const isRestored = !isModified || (ignoreReadOnly && code === readOnlyReason.code);
    if (isRestored) restoreField(after, path, old);
    else violations.push(bodyViolation(formatPointer(path), code, message));
  }
  return violations;
}

function restoreField(referral: JsonObject, path: Path, value: unknown): void {
  const parent = getIn(referral, ...path.slice(0, -1));
  const name = path.at(-1) ?? "";
  if (!isObject(parent)) return;
  if (value === undefined) Reflect.deleteProperty(parent, name);
  else setOwn(parent, name, value);
}
