import { type ApiError, violationError } from "@partner-referrals/server/api-error";
import { bodyViolation } from "@partner-referrals/server/violations";
import { getOwn, type JsonObject, parsePointer, setOwn } from "@partner-referrals/spec/model";
import type { ReferralPatch, ReferralPatchOperation } from "@partner-referrals/types";
import { itemsOf, propertiesOf, schemaNamed } from "../contract/schemas.ts";

const schemaOfReferral = schemaNamed("Referral");

/**
 * Applies a JSON Patch (RFC 6902) to a referral, in place.
 *
 * @throws an ApiError that points at the first operation which cannot be applied: with 400 when the contract has no such
 * property, with 422 when the referral has nothing at its path.
 */
export function applyPatch(referral: JsonObject, patch: ReferralPatch): void {
  for (const [index, operation] of patch.entries()) {
    assertDeclared(referral, operation, index);
    applyOperation(referral, operation, index);
  }
}

/** A misspelt name would be stored silently, so the contract has to declare every name of a path. */
function assertDeclared(document: JsonObject, { path }: ReferralPatchOperation, index: number): void {
  let target: unknown = document;
  let schema: unknown = schemaOfReferral;
  for (const name of parsePointer(path)) {
    if (Array.isArray(target)) schema = itemsOf(schema);
    else {
      const declared = propertiesOf(schema);
      const property = declared.get(name);
      if (property === undefined && declared.size > 0)
        throw violationError([
          bodyViolation(
            `/${index}/path`,
            "unknown",
            `names ${name}, which the contract does not declare there`,
          ),
        ]);
      schema = property?.node;
    }
    target = getOwn(target, name);
  }
}

function applyOperation(document: JsonObject, operation: ReferralPatchOperation, index: number): void {
  const { op, path, value } = operation;
  const names = parsePointer(path);
  const last = names.pop() ?? "";
  let target: unknown = document;
  for (const name of names) {
    target = Array.isArray(target) ? target[toIndex(target, name, 0, index)] : getOwn(target, name);
    if (typeof target !== "object" || target === null) throw notFound(index, `has nothing at ${name}`);
  }
  if (Array.isArray(target)) {
    if (op === "replace") target[toIndex(target, last, 0, index)] = value;
    else {
      const position = last === "-" ? target.length : toIndex(target, last, 1, index);
      target.splice(position, 0, value);
    }
  } else {
    if (op === "replace" && getOwn(target, last) === undefined)
      throw notFound(index, `has nothing at ${last} to replace; add it instead`);
    // A cast: the loop above lets objects through only.
    setOwn(target as object, last, value);
  }
}

function toIndex(array: readonly unknown[], name: string, beyondEnd: number, index: number): number {
  const position = /^(0|[1-9]\d{0,8})$/.test(name) ? Number(name) : -1;
  if (position >= 0 && position < array.length + beyondEnd) return position;
  throw notFound(index, `has no item ${name}`);
}

function notFound(index: number, message: string): ApiError {
  return violationError([bodyViolation(`/${index}/path`, "target", message)], { status: 422 });
}

/** Where in the patch a place of the patched referral came from: the last operation at, above or below it. */
export function locateInPatch(pointer: string, patch: ReferralPatch): string {
  const above = patch.findLastIndex(({ path }) => isAtOrBelow(pointer, resolveArrayEnd(path, pointer)));
  if (above >= 0) {
    const path = resolveArrayEnd(patch[above]?.path ?? "", pointer);
    return `/${above}/value${pointer.slice(path.length)}`;
  }
  const below = patch.findLastIndex(({ path }) => isAtOrBelow(path, pointer));
  return below >= 0 ? `/${below}/path` : "";
}

function isAtOrBelow(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}

/** `/team/-` names the item that was added there, such as `/team/3`. */
function resolveArrayEnd(path: string, pointer: string): string {
  if (!path.endsWith("/-")) return path;
  const parent = path.slice(0, -1);
  if (!pointer.startsWith(parent)) return path;
  return parent + (pointer.slice(parent.length).split("/")[0] ?? "");
}
