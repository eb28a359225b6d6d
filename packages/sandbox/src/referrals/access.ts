import { ApiError } from "@partner-referrals/server/api-error";
import type { Caller } from "../organizations/caller.ts";
import type { Condition } from "../store/condition.ts";
import { parseReferral, type ReferralRecord, type StoredReferral } from "../store/store.ts";
import type { ReferralRepository } from "./repository.ts";

/**
 * The caller's referral.
 *
 * @throws an ApiError with 404 when the organization has none with this id, with 403 when the user is not in its team.
 */
export function getOwnReferral(
  referrals: Pick<ReferralRepository, "get">,
  caller: Caller,
  id: string,
): ReferralRecord {
  const record = referrals.get(id);
  if (record === undefined || record.organizationId !== caller.organization.id)
    throw new ApiError(404, "unknownReferral", {
      reason: "The organization of the token has no referral with this id.",
    });
  if (caller.role === "user" && !isInTeam(parseReferral(record), caller.email))
    throw new ApiError(403, "notInTeam", {
      reason: "A user with the Referrals user role works on referrals that have the user in the team.",
    });
  return record;
}

function isInTeam({ team = [] }: StoredReferral, email: string): boolean {
  return team.some((member) => member.email?.toLowerCase() === email);
}

/** The condition for the referrals that a caller may see. */
export function visibleTo({ organization, role, email }: Caller): Condition {
  const own: Condition = {
    type: "comparison",
    operator: "eq",
    left: { type: "property", path: ["organizationId"], kind: "string" },
    right: { type: "value", value: organization.id },
  };
  if (role !== "user") return own;
  const memberEmail = { type: "property", path: ["email"], kind: "string", lambda: 0 } as const;
  const inTeam: Condition = {
    type: "lambda",
    quantifier: "any",
    collection: { type: "property", path: ["team"], kind: "array" },
    condition: {
      type: "comparison",
      operator: "eq",
      left: { type: "function", name: "tolower", arguments: [memberEmail] },
      right: { type: "value", value: email },
    },
  };
  return { type: "and", operands: [own, inTeam] };
}
