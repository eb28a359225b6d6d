import type { ReferralPatch, ReferralPatchOperation } from "@partner-referrals/types";
import { itemsOf, propertiesOf, propertyOf, schemaNamed } from "../contract/schema-paths.ts";
import { inBody } from "../contract/violations.ts";
import { violationFailure } from "../http/failure.ts";
import { isObject, type JsonObject, member, segmentsOf, setMember } from "../json.ts";

/**
 * Applies a JSON Patch (RFC 6902) to a copy of a document.
 *
 * @throws a failure that points at the first operation which cannot be applied: with 400 when the contract has no such
 * property, with 422 when the document has no such place.
 */
export function applyPatch(document: object, patch: ReferralPatch): JsonObject {
  const copy: unknown = structuredClone(document);
  if (!isObject(copy)) throw new TypeError("A patch is applied to an object.");
  for (const [index, operation] of patch.entries()) apply(copy, operation, index);
  return copy;
}

function apply(document: JsonObject, { op, path, value }: ReferralPatchOperation, index: number): void {
  const segments = segmentsOf(path);
  const last = segments.pop() ?? "";
  let target: unknown = document;
  let schema: unknown = schemaNamed("Referral");
  for (const segment of segments) {
    schema = declared(schema, target, segment, index);
    target = Array.isArray(target) ? target[toIndex(target, segment, 0, index)] : member(target, segment);
    if (typeof target !== "object" || target === null) throw missing(index, `has nothing at ${segment}`);
  }
  declared(schema, target, last, index);
  if (Array.isArray(target)) {
    if (op === "replace") target[toIndex(target, last, 0, index)] = structuredClone(value);
    else
      target.splice(
        last === "-" ? target.length : toIndex(target, last, 1, index),
        0,
        structuredClone(value),
      );
    return;
  }
  if (op === "replace" && member(target, last) === undefined)
    throw missing(index, `has nothing at ${last} to replace; add it instead`);
  // A cast, because the loop above let objects through only.
  setMember(target as object, last, structuredClone(value));
}

/** The schema one step further in. A misspelt name would be stored without a word, so the contract has to know it. */
function declared(schema: unknown, target: unknown, segment: string, index: number): unknown {
  if (Array.isArray(target)) return itemsOf(schema);
  const property = propertyOf(schema, segment);
  if (property === undefined && propertiesOf(schema).size > 0)
    throw violationFailure([
      inBody(`/${index}/path`, "unknown", `names ${segment}, which the contract does not know there`),
    ]);
  return property?.schema;
}

function toIndex(array: readonly unknown[], segment: string, beyond: number, index: number): number {
  const position = /^(0|[1-9]\d{0,8})$/.test(segment) ? Number(segment) : -1;
  if (position >= 0 && position < array.length + beyond) return position;
  throw missing(index, `has no item ${segment}`);
}

function missing(index: number, message: string) {
  return violationFailure([inBody(`/${index}/path`, "target", message)], 422);
}

/** Where in the patch something in the patched document came from: the last operation at or above, or below it. */
export function originOf(pointer: string, patch: ReferralPatch): string {
  const above = patch.findLastIndex(({ path }) => isAtOrBelow(pointer, endOfArrayAware(path, pointer)));
  if (above >= 0) {
    const path = endOfArrayAware(patch[above]?.path ?? "", pointer);
    return `/${above}/value${pointer.slice(path.length)}`;
  }
  const below = patch.findLastIndex(({ path }) => isAtOrBelow(path, pointer));
  return below >= 0 ? `/${below}/path` : "";
}

function isAtOrBelow(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`);
}

/** `/team/-` means the item that it became, such as `/team/3`. */
function endOfArrayAware(path: string, pointer: string): string {
  if (!path.endsWith("/-")) return path;
  const parent = path.slice(0, -1);
  if (!pointer.startsWith(parent)) return path;
  return parent + (pointer.slice(parent.length).split("/")[0] ?? "");
}
