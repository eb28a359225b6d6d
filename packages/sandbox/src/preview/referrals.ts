import { violationError } from "@partner-referrals/server/api-error";
import { bodyViolation } from "@partner-referrals/server/violations";
import { isObject, type JsonObject, setOwn } from "@partner-referrals/spec/model";
import { previewStates } from "@partner-referrals/types";
import type { Organization } from "../organizations/organizations.ts";
import { insertReferral, sharedType } from "../referrals/create.ts";
import { restoreImmutable } from "../referrals/immutable-fields.ts";
import type { ReferralRepository } from "../referrals/repository.ts";
import { assertNotClosed } from "../referrals/status.ts";
import { type UpdateTarget, updateReferral } from "../referrals/update.ts";
import { validateWritable } from "../referrals/writable.ts";
import type { ReferralRecord } from "../store/store.ts";
import { fromPreview, readState, unwrap } from "./from-preview.ts";
import { toPreviewPointer } from "./preview-pointer.ts";

/** Creates a referral as the 2018 preview does: shared, and with the status that is sent. */
export function createPreviewReferral(
  referrals: ReferralRepository,
  caller: Organization,
  body: unknown,
): ReferralRecord {
  const { input, pointer } = unwrap(body);
  const referral = {
    type: sharedType,
    consent: {},
    customerProfile: {},
    details: {},
    ...fromPreview(input, pointer),
  };
  assertFitsV1(referral, pointer);
  const state = input.Status === undefined ? previewStates.Pending : readState(input.Status, pointer);
  return insertReferral(referrals, referral, {
    ...state,
    owner: caller,
    invitedBy: caller,
    direction: "Outgoing",
    engagementId: referrals.newId(),
    referralSource: input.ReferralSource,
  });
}

/** Updates a referral as the 2018 preview does: what is sent is merged into what is there. */
export function updatePreviewReferral(target: UpdateTarget, body: unknown): ReferralRecord {
  const { input, pointer } = unwrap(body);
  if (input.Id !== undefined && input.Id.toLowerCase() !== target.id.toLowerCase())
    throw violationError([bodyViolation(`${pointer}/Id`, "const", "must be the id in the path")]);
  return updateReferral(target, (before, after) => {
    assertNotClosed(before);
    for (const [name, value] of Object.entries(fromPreview(input, pointer))) merge(after, name, value);
    const violations = restoreImmutable({ ...before }, after, { ignoreReadOnly: false });
    if (violations.length > 0)
      throw violationError(
        violations.map((violation) => ({
          ...violation,
          pointer: pointer + toPreviewPointer(violation.pointer ?? ""),
        })),
      );
    assertFitsV1(after, pointer);
    return {
      ...after,
      ...(input.Status !== undefined && readState(input.Status, pointer)),
      ...(input.ReferralSource !== undefined && { referralSource: input.ReferralSource }),
    };
  });
}

/** What was translated must meet the rules of version 1.0 too. */
function assertFitsV1(referral: object, pointer: string): void {
  const violations = validateWritable(referral);
  if (violations.length > 0)
    throw violationError(
      violations.map((violation) => ({
        ...violation,
        pointer: pointer + toPreviewPointer(violation.pointer ?? ""),
      })),
    );
}

/** Sets what was sent, and leaves the rest of an object as it is. */
function merge(target: JsonObject, name: string, value: unknown): void {
  const present = target[name];
  setOwn(target, name, isObject(present) && isObject(value) ? { ...present, ...value } : value);
}
