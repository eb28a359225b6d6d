import type { Caller } from "../auth/caller.ts";
import { failure } from "../http/failure.ts";
import type { Fragment } from "../odata/to-sql.ts";
import type { Document, Row } from "../store/store.ts";
import type { Universe } from "../universe.ts";

/**
 * The caller's referral.
 *
 * @throws a failure with 404 when the organization has none with this id, with 403 when it is not for this user.
 */
export function findReferral(universe: Universe, caller: Caller, id: string): Row {
  const row = universe.store.get(id.toLowerCase());
  if (row === undefined || row.organization !== caller.organization.id)
    throw failure(404, "unknownReferral", {
      reason: "The organization of the token has no referral with this id.",
    });
  if (caller.role === "user" && !isInTeam(parse(row), caller.email))
    throw failure(403, "notInTeam", {
      reason: "A user with the Referrals user role works on referrals that have the user in the team.",
    });
  return row;
}

/** The stored document. */
export function parse(row: Pick<Row, "doc">): Document {
  // A cast, because a store holds nothing but documents.
  return JSON.parse(row.doc) as Document;
}

function isInTeam({ team = [] }: Document, email: string): boolean {
  return team.some((member) => member.email?.toLowerCase() === email);
}

/** The condition for what a caller may see. */
export function visibleTo({ organization, role, email }: Caller): Fragment {
  if (role !== "user") return { sql: "organization = ?", parameters: [organization.id] };
  const inTeam =
    "EXISTS (SELECT 1 FROM json_each(doc, '$.team') AS member WHERE to_lower(json_extract(member.value, '$.email')) = ?)";
  return { sql: `(organization = ? AND ${inTeam})`, parameters: [organization.id, email] };
}
