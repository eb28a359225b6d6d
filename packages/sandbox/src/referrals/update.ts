import type { ReferralPatch, ReferralReplace } from "@partner-referrals/types";
import type { Caller } from "../auth/caller.ts";
import { inBody, type Violation } from "../contract/violations.ts";
import { violationFailure } from "../http/failure.ts";
import { type JsonObject, segmentsOf } from "../json.ts";
import type { Document, Row } from "../store/store.ts";
import type { Universe } from "../universe.ts";
import { withDefaults } from "./create.ts";
import { checkPrecondition } from "./etag.ts";
import { findReferral, parse } from "./find.ts";
import { applyPatch, originOf } from "./json-patch.ts";
import { keepProtected, refusalOf } from "./protected.ts";
import {
  completeRegistrations,
  isAboutRegistrations,
  refusalOfRegistration,
  requireWon,
} from "./registrations.ts";
import { saveChanged } from "./save.ts";
import { checkTransition, refuseFinal } from "./state.ts";
import { checkWritable, withNumericValue, writableOf } from "./writable.ts";

/** Which referral is to be changed, by whom, and the ETag that it should have. */
export interface Change {
  readonly universe: Universe;
  readonly caller: Caller;
  readonly id: string;
  readonly ifMatch?: string | undefined;
}

/** Changes parts of a referral, all or nothing. */
export function patchReferral(change: Change, patch: ReferralPatch): Row {
  refusePaths(patch);
  return makeChange(change, (before, universe) => {
    const isRegistration = patch.map(isAboutRegistrations);
    if (isRegistration.includes(true)) requireWon(before);
    if (isRegistration.includes(false)) refuseFinal(before);
    const target = isRegistration.includes(true) ? { registrations: [], ...before } : before;
    const after = withNumericValue(applyPatch(target, patch));
    const violations = [
      ...keepProtected(toObject(before), after, { ignoreReadOnly: false }),
      ...checkWritable(after),
    ];
    const inPatch = (violation: Violation): Violation => ({
      ...violation,
      pointer: originOf(violation.pointer ?? "", patch),
    });
    if (violations.length > 0) throw violationFailure(violations.map(inPatch));
    return isRegistration.includes(true) ? completeRegistrations(universe, before, after) : after;
  });
}

/** Puts another whole referral in the place of one. What the service sets stays. */
export function replaceReferral(change: Change, body: ReferralReplace): Row {
  return makeChange(change, (before) => {
    refuseFinal(before);
    const kept = Object.entries(before).filter(([name]) => !(name in writableOf(before)));
    const inviteContext = { ...before.inviteContext, ...body.inviteContext };
    const after = { ...Object.fromEntries(kept), ...withDefaults(writableOf(body)), inviteContext };
    const copy: JsonObject = structuredClone(after);
    const violations = keepProtected(toObject(before), copy, { ignoreReadOnly: true });
    if (violations.length > 0) throw violationFailure(violations);
    return copy;
  });
}

/** Finds a referral, checks that it may be changed, and stores what `edit` makes of it. */
export function makeChange(
  { universe, caller, id, ifMatch }: Change,
  edit: (before: Document, universe: Universe) => JsonObject,
): Row {
  const before = parse(findReferral(universe, caller, id));
  checkPrecondition(before, ifMatch);
  // A cast, because the edit was checked against the contract.
  const after = edit(before, universe) as unknown as Document;
  checkTransition(before, after);
  return saveChanged(universe, before, after);
}

/** A document as any other object. */
function toObject(document: Document): JsonObject {
  return { ...document };
}

function refusePaths(patch: ReferralPatch): void {
  const violations = patch.flatMap((operation, index): Violation[] => {
    const pointer = `/${index}/path`;
    if (isAboutRegistrations(operation)) {
      const message = refusalOfRegistration(operation);
      return message === undefined ? [] : [inBody(pointer, "readOnly", message)];
    }
    const refusal = refusalOf(segmentsOf(operation.path));
    return refusal === undefined ? [] : [inBody(pointer, refusal.code, refusal.message)];
  });
  if (violations.length > 0) throw violationFailure(violations);
}
