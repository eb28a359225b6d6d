import { immutablePaths, type Referral, type ReferralPatch, readOnlyPaths } from "@partner-referrals/types";
import { ReferralsValidationError } from "../errors.ts";
import { deepEqual, isJsonObject, type Json, type JsonObject, toJson } from "./json.ts";
import { escapeToken } from "./json-pointer.ts";
import { canTransition, isSubstatusOf, isTerminal } from "./status.ts";

/** Where registrations are added, the only change to a read-only array and to a closed referral. */
const registrationsEnd = "/registrations/-";

/** What turns one value into another. */
interface Difference {
  readonly patch: ReferralPatch;
  /** Pointers to properties that the other value no longer has. A patch without `remove` cannot express that. */
  readonly removed: string[];
}

/**
 * Returns the smallest JSON Patch of `add` and `replace` operations that turns `before` into `after`.
 *
 * @throws ReferralsValidationError for a change that the API does not allow: removing a property, changing a read-only or
 * an immutable one, or a status transition that is not in the contract's table.
 * @example
 * createPatch(deal, { ...deal, name: "New name" }); // [{ op: "replace", path: "/name", value: "New name" }]
 */
export function createPatch(before: Referral, after: Referral): ReferralPatch {
  const difference: Difference = { patch: [], removed: [] };
  diff(toJson(before), toJson(after), "", difference);
  const { patch, removed } = difference;
  for (const path of removed) {
    reject(`The API cannot remove ${path}. Set it to null where null is allowed.`, path);
  }
  for (const { op, path } of patch) if (op !== "add" || path !== registrationsEnd) assertWritable(path);
  if (patch.length > 0) assertTransition(before, after, patch);
  return patch;
}

function reject(message: string, target: string): never {
  throw new ReferralsValidationError(message, { target });
}

function assertWritable(path: string): void {
  const overlaps = (other: string) => `${path}/`.startsWith(`${other}/`) || other.startsWith(`${path}/`);
  if (readOnlyPaths.some(overlaps)) reject(`${path} is read-only: only the service sets it.`, path);
  if (immutablePaths.some(overlaps)) reject(`${path} is immutable once the referral exists.`, path);
}

function assertTransition(before: Referral, after: Referral, patch: ReferralPatch): void {
  const { status, substatus } = after;
  const target = "/status";
  if (isTerminal(before.status) && patch.some(({ path }) => path !== registrationsEnd)) {
    reject(`The referral is ${before.status}; it can no longer be changed.`, target);
  }
  if (before.status === status && before.substatus === substatus) return;
  if (!canTransition(before.status, status)) {
    reject(`A referral cannot go from ${before.status} to ${status}.`, target);
  }
  if (!isSubstatusOf(substatus, status)) {
    reject(`The substatus ${substatus} does not belong to ${status}.`, target);
  }
}

function diff(before: Json, after: Json, path: string, difference: Difference): void {
  if (deepEqual(before, after)) return;
  if (Array.isArray(before) && Array.isArray(after)) diffArrays(before, after, path, difference);
  else if (isJsonObject(before) && isJsonObject(after)) diffObjects(before, after, path, difference);
  else difference.patch.push({ op: "replace", path, value: after });
}

function diffObjects(before: JsonObject, after: JsonObject, path: string, difference: Difference): void {
  for (const name of Object.keys(before)) {
    const target = `${path}/${escapeToken(name)}`;
    if (Object.hasOwn(after, name)) diff(before[name] ?? null, after[name] ?? null, target, difference);
    else difference.removed.push(target);
  }
  for (const [name, value] of Object.entries(after)) {
    if (!Object.hasOwn(before, name)) {
      difference.patch.push({ op: "add", path: `${path}/${escapeToken(name)}`, value });
    }
  }
}

/** Inserted items are added; items of an array as long as before are compared one by one; any other array is replaced. */
function diffArrays(before: Json[], after: Json[], path: string, { patch, removed }: Difference): void {
  const inserted = after.length - before.length;
  if (inserted === 0) {
    for (const [index, item] of before.entries()) {
      diffItem(item, after[index] ?? null, `${path}/${index}`, { patch, removed });
    }
    return;
  }
  const firstChange = before.findIndex((item, index) => !deepEqual(item, after[index]));
  const start = firstChange === -1 ? before.length : firstChange;
  const isInsertion = inserted > 0 && deepEqual(before.slice(start), after.slice(start + inserted));
  if (!isInsertion) {
    patch.push({ op: "replace", path, value: after });
    return;
  }
  for (let index = start; index < start + inserted; index++) {
    patch.push({ op: "add", path: `${path}/${start === before.length ? "-" : index}`, value: after[index] });
  }
}

/** An item that loses a property is replaced as a whole. */
function diffItem(before: Json, after: Json, path: string, { patch }: Difference): void {
  const inside: Difference = { patch: [], removed: [] };
  diff(before, after, path, inside);
  if (inside.removed.length > 0) patch.push({ op: "replace", path, value: after });
  else patch.push(...inside.patch);
}
