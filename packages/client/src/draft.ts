import { immutablePaths, type Referral, type ReferralPatch, readOnlyPaths } from "@partner-referrals/types";
import { ReferralsChangeError } from "./errors/change-error.ts";
import { belongsTo, canTransition, isFinal } from "./status.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/**
 * The smallest JSON Patch of `add` and `replace` operations that turns `before` into `after`.
 *
 * @throws ReferralsChangeError for a change that the API does not allow: taking a property away, changing what the service
 * sets or what is fixed, or a status that the table does not have.
 * @example
 * patchFor(deal, { ...deal, name: "New name" }); // [{ op: "replace", path: "/name", value: "New name" }]
 */
export function patchFor(before: Referral, after: Referral): ReferralPatch {
  const patch: ReferralPatch = [];
  // Through JSON, so that what is compared is what would be sent: dates as strings, no undefined.
  compare(JSON.parse(JSON.stringify(before)), JSON.parse(JSON.stringify(after)), "", patch);
  for (const { op, path } of patch) checkPath(path, op);
  if (patch.length > 0) checkStatus(before, after, patch);
  return patch;
}

function checkPath(path: string, op: string): void {
  if (op === "add" && path === "/registrations/-") return;
  const touches = (other: string) => `${path}/`.startsWith(`${other}/`) || other.startsWith(`${path}/`);
  if (readOnlyPaths.some(touches))
    throw new ReferralsChangeError(`Only the service sets ${path}.`, { target: path });
  if (immutablePaths.some(touches)) {
    throw new ReferralsChangeError(`${path} is fixed once the referral exists.`, { target: path });
  }
}

function checkStatus(before: Referral, after: Referral, patch: ReferralPatch): void {
  const target = "/status";
  if (isFinal(before.status) && patch.some(({ path }) => path !== "/registrations/-")) {
    throw new ReferralsChangeError(`The referral is ${before.status}; it cannot be changed any more.`, {
      target,
    });
  }
  if (before.status === after.status && before.substatus === after.substatus) return;
  if (!canTransition(before.status, after.status)) {
    throw new ReferralsChangeError(`A referral cannot go from ${before.status} to ${after.status}.`, {
      target,
    });
  }
  if (!belongsTo(after.substatus, after.status)) {
    throw new ReferralsChangeError(`The substatus ${after.substatus} does not belong to ${after.status}.`, {
      target,
    });
  }
}

function compare(before: Json, after: Json, path: string, patch: ReferralPatch): void {
  if (same(before, after)) return;
  if (Array.isArray(before) && Array.isArray(after)) compareArrays(before, after, path, patch);
  else if (isObject(before) && isObject(after)) compareObjects(before, after, path, patch);
  else patch.push({ op: "replace", path, value: after });
}

function compareObjects(before: Members, after: Members, path: string, patch: ReferralPatch): void {
  for (const name of Object.keys(before)) {
    const target = `${path}/${escapeName(name)}`;
    if (!Object.hasOwn(after, name)) {
      throw new ReferralsChangeError(
        `The API cannot remove ${target}. Set it to null where null is allowed.`,
        { target },
      );
    }
    compare(before[name] ?? null, after[name] ?? null, target, patch);
  }
  for (const [name, value] of Object.entries(after)) {
    if (!Object.hasOwn(before, name)) patch.push({ op: "add", path: `${path}/${escapeName(name)}`, value });
  }
}

/** Items put in are added; items of an array as long as before are compared one by one; any other array is replaced. */
function compareArrays(before: Json[], after: Json[], path: string, patch: ReferralPatch): void {
  const more = after.length - before.length;
  if (more < 0) {
    patch.push({ op: "replace", path, value: after });
    return;
  }
  const start = before.findIndex((item, index) => !same(item, after[index]));
  const at = start === -1 ? before.length : start;
  if (more > 0) {
    if (before.slice(at).every((item, index) => same(item, after[at + more + index]))) {
      for (let index = at; index < at + more; index++) {
        patch.push({ op: "add", path: `${path}/${at === before.length ? "-" : index}`, value: after[index] });
      }
    } else patch.push({ op: "replace", path, value: after });
    return;
  }
  for (const [index, item] of before.entries())
    compareItems(item, after[index] ?? null, `${path}/${index}`, patch);
}

/** An item that loses a property can still be replaced as a whole. */
function compareItems(before: Json, after: Json, path: string, patch: ReferralPatch): void {
  const inside: ReferralPatch = [];
  try {
    compare(before, after, path, inside);
  } catch {
    inside.splice(0, Number.POSITIVE_INFINITY, { op: "replace", path, value: after });
  }
  patch.push(...inside);
}

type Members = { [name: string]: Json };

function isObject(value: Json): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two JSON values are the same, whatever the order of properties. */
function same(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  // A cast: arrays are indexed like objects here.
  const [first, second] = [one, other] as [Members, Members];
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(second, name) && same(first[name], second[name]))
  );
}

/** A name as a JSON Pointer has it (RFC 6901). */
function escapeName(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
