import { type ApiError, violationError } from "@partner-referrals/server/api-error";
import { bodyViolation } from "@partner-referrals/server/violations";
import { getOwn, type JsonObject, parsePointer, setOwn } from "@partner-referrals/spec/model";
import type { ReferralPatch, ReferralPatchOperation } from "@partner-referrals/types";
import { itemsOf, propertiesOf, schemaNamed } from "../contract/schemas.ts";

const schemaOfReferral = schemaNamed("Referral");

/**
 * Applies a JSON Patch (RFC 6902) to a referral, in place. What is inside of it is copied before it is changed, since the
 * referral as it was before may share it.
 *
 * @throws an ApiError that points at the first operation which cannot be applied: with 400 when the contract has no such
 * property, with 422 when the referral has nothing at its path.
 */
export function applyPatch(referral: JsonObject, patch: ReferralPatch): void {
  const copies = new Set<object>([referral]);
  for (const [index, operation] of patch.entries()) {
    const names = parsePointer(operation.path);
    assertDeclared(referral, names, index);
    applyOperation(referral, operation, { names, index, copies });
  }
}

/** A misspelt name would be stored silently, so the contract has to declare every name of a path. */
function assertDeclared(document: JsonObject, names: readonly string[], index: number): void {
  let target: unknown = document;
  let schema: unknown = schemaOfReferral;
  for (const name of names) {
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

/** Where an operation is, and what may be changed in place because the patch has copied it. */
interface Place {
  readonly names: readonly string[];
  readonly index: number;
  readonly copies: Set<object>;
}

function applyOperation(
  document: JsonObject,
  { op, value }: ReferralPatchOperation,
  { names, index, copies }: Place,
): void {
  const last = names.at(-1) ?? "";
  let target: object = document;
  for (const name of names.slice(0, -1)) {
    const key = Array.isArray(target) ? String(toIndex(target, name, 0, index)) : name;
    const inner = getOwn(target, key);
    if (typeof inner !== "object" || inner === null) throw notFound(index, `has nothing at ${name}`);
    const copy = copies.has(inner) ? inner : Array.isArray(inner) ? [...inner] : { ...inner };
    copies.add(copy);
    setOwn(target, key, copy);
    target = copy;
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
    setOwn(target, last, value);
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
