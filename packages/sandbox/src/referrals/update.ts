import { violationError } from "@partner-referrals/server/api-error";
import { bodyViolation, type Violation } from "@partner-referrals/server/violations";
import { type JsonObject, parsePointer } from "@partner-referrals/spec/model";
import type { ReferralPatch, ReferralReplace } from "@partner-referrals/types";
import type { Caller } from "../organizations/caller.ts";
import { parseReferral, type ReferralRecord, type StoredReferral } from "../store/store.ts";
import { getOwnReferral } from "./access.ts";
import { withDefaults } from "./create.ts";
import { assertIfMatch } from "./etag.ts";
import { reasonNotToPatch, restoreImmutable } from "./immutable-fields.ts";
import { applyPatch, locateInPatch } from "./json-patch.ts";
import {
  assertWon,
  completeRegistrations,
  isAboutRegistrations,
  reasonNotToPatchRegistration,
} from "./registrations.ts";
import type { ReferralRepository } from "./repository.ts";
import { assertNotClosed, assertTransition } from "./status.ts";
import { omitWritable, pickWritable, validateWritable, withNumericValue } from "./writable.ts";

/** Which referral is updated, and for whom. */
export interface UpdateTarget {
  readonly referrals: ReferralRepository;
  readonly caller: Caller;
  readonly id: string;
  /** The ETag that the referral must have. */
  readonly ifMatch?: string | undefined;
}

/** Applies a JSON Patch to a referral: the whole patch or nothing. */
export function patchReferral(target: UpdateTarget, patch: ReferralPatch): ReferralRecord {
  assertPatchable(patch);
  const registers = patch.some(isAboutRegistrations);
  const changesOther = !patch.every(isAboutRegistrations);
  return updateReferral(target, (before, draft) => {
    if (registers) assertWon(before);
    if (changesOther) assertNotClosed(before);
    const patched = registers ? { registrations: [], ...draft } : draft;
    applyPatch(patched, patch);
    const after = withNumericValue(patched);
    const violations = [
      ...restoreImmutable({ ...before }, after, { ignoreReadOnly: false }),
      ...validateWritable(after),
    ];
    if (violations.length > 0)
      throw violationError(
        violations.map((violation) => ({
          ...violation,
          pointer: locateInPatch(violation.pointer ?? "", patch),
        })),
      );
    return registers ? completeRegistrations(target.referrals, before, after) : after;
  });
}

/** Replaces what a partner sets of a referral. What the service sets stays. */
export function replaceReferral(target: UpdateTarget, body: ReferralReplace): ReferralRecord {
  return updateReferral(target, (before, draft) => {
    assertNotClosed(before);
    const after: JsonObject = {
      ...omitWritable(draft),
      ...withDefaults(pickWritable(body)),
      inviteContext: { ...before.inviteContext, ...body.inviteContext },
    };
    const violations = restoreImmutable({ ...before }, after, { ignoreReadOnly: true });
    if (violations.length > 0) throw violationError(violations);
    return after;
  });
}

/**
 * Gets a referral, checks that the caller may update it, and stores what `edit` makes of it.
 *
 * @param edit gets the referral, and a copy whose properties it may set; what is inside them is shared
 */
export function updateReferral(
  { referrals, caller, id, ifMatch }: UpdateTarget,
  edit: (before: StoredReferral, draft: JsonObject) => JsonObject,
): ReferralRecord {
  const record = getOwnReferral(referrals, caller, id);
  const before = parseReferral(record);
  assertIfMatch(before, ifMatch);
  // A cast: the edit was checked against the contract.
  const after = edit(before, { ...before }) as unknown as StoredReferral;
  assertTransition(before, after);
  return referrals.update(before, after);
}

/** @throws an ApiError with 400 that lists the operations on paths which no patch may name. */
function assertPatchable(patch: ReferralPatch): void {
  const violations = patch.flatMap((operation, index): Violation[] => {
    const reason = isAboutRegistrations(operation)
      ? reasonNotToPatchRegistration(operation)
      : reasonNotToPatch(parsePointer(operation.path));
    return reason === undefined ? [] : [bodyViolation(`/${index}/path`, reason.code, reason.message)];
  });
  if (violations.length > 0) throw violationError(violations);
}
