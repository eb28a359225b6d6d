import { isDeepStrictEqual } from "node:util";
import { ApiError, violationError } from "@partner-referrals/server/api-error";
import { bodyViolation, type Violation } from "@partner-referrals/server/violations";
import {
  getIn,
  getOwn,
  isObject,
  itemsIn,
  type JsonObject,
  parsePointer,
} from "@partner-referrals/spec/model";
import {
  type ReferralPatchOperation,
  type Registration,
  type RegistrationStatus,
  referralStates,
} from "@partner-referrals/types";
import { propertiesOf, schemaNamed } from "../contract/schemas.ts";
import { validateComponent } from "../contract/validator.ts";
import type { StoredReferral } from "../store/store.ts";
import type { ReferralRepository } from "./repository.ts";
import { hasState } from "./status.ts";

const inReview = "ReviewPending" satisfies RegistrationStatus;
const property = "registrations" satisfies keyof StoredReferral;
const settable = new Set(propertiesOf(schemaNamed("RegistrationCreate")).keys());

type Reason = Pick<Violation, "code" | "message">;

/** Whether an operation is about deal registrations. */
export function isAboutRegistrations({ path }: ReferralPatchOperation): boolean {
  return parsePointer(path)[0] === property;
}

/** Why an operation may not touch a registration like that: one is added as a whole, then its own properties change. */
export function reasonNotToPatchRegistration({ op, path }: ReferralPatchOperation): Reason | undefined {
  const readOnly = (message: string): Reason => ({ code: "readOnly", message });
  const [, item, name, ...rest] = parsePointer(path);
  if (item === undefined) return readOnly(`is set by the service only; add to /${property}/-`);
  if (name === undefined)
    return op === "add" && item === "-" ? undefined : readOnly("can only be added to the end");
  if (!settable.has(name)) return readOnly("is set by the service only");
  return rest.length === 0 ? readOnly("can only be changed property by property") : undefined;
}

/** @throws an ApiError with 409 unless the deal is won. */
export function assertWon(referral: StoredReferral): void {
  if (hasState(referral, referralStates.Won)) return;
  throw new ApiError(409, "notWon", {
    message: "Only a won deal can be registered.",
    target: property,
    reason: `The referral is ${referral.status}, ${referral.substatus}.`,
  });
}

/** Gives new registrations what the service sets, and checks that the others kept theirs. */
export function completeRegistrations(
  referrals: Pick<ReferralRepository, "newId" | "now">,
  before: StoredReferral,
  after: JsonObject,
): JsonObject {
  const old = before.registrations ?? [];
  const now = referrals.now();
  const registrations = itemsIn(after.registrations).map((item, index) => {
    const known = old[index];
    if (known === undefined) return register(referrals.newId(), item, now);
    const violations = [...validateComponent("Registration", item), ...findModified(known, item)];
    if (violations.length > 0)
      throw violationError(
        violations.map((violation) => ({
          ...violation,
          pointer: `/${property}/${index}${violation.pointer}`,
        })),
      );
    return item;
  });
  return { ...after, registrations, registrationStatus: getOwn(registrations.at(-1), "status") };
}

function register(id: string, item: unknown, now: string): object {
  const sent = isObject(item) ? Object.entries(item).filter(([name]) => settable.has(name)) : [];
  return {
    id,
    ...Object.fromEntries(sent),
    registrationDateTime: now,
    status: inReview,
    statusReason: null,
    statusHistory: { reviewPendingDateTime: now },
  };
}

/** The contract's currency and the solutions' ids cannot change later. */
function findModified(before: Registration, after: unknown): Violation[] {
  const current = immutableOf(after);
  return [...immutableOf(before)]
    .filter(([pointer, value]) => !isDeepStrictEqual(value, current.get(pointer)))
    .map(([pointer]) => bodyViolation(pointer, "immutable", "cannot change once the deal is registered"));
}

function immutableOf(registration: unknown): Map<string, unknown> {
  const solutions = itemsIn(getOwn(registration, "solutionDetails"));
  return new Map<string, unknown>([
    ["/contract/currency", getIn(registration, "contract", "currency")],
    ["/solutionDetails", solutions.map((solution) => getOwn(solution, "id"))],
  ]);
}
