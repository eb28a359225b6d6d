import type { Operation } from "../contract/operations.ts";
import { failure } from "../http/failure.ts";
import type { Universe } from "../universe.ts";
import type { Organization } from "./organizations.ts";
import { type Claims, type Role, readToken } from "./token.ts";

/** Who calls. */
export interface Caller {
  readonly organization: Organization;
  readonly role: Exclude<Role, "none">;
  /** A user with the Referrals user role works on referrals with this address in the team. Others need none. */
  readonly email: string;
}

/** The organization of a token that names none. */
export const defaultOrganization = "Proseware";

const read = new Map<string, Claims | undefined>();
const mostKept = 1000;

/**
 * Who calls an operation.
 *
 * @throws a failure with 401 when there is no valid token, with 403 when the caller may not call it at all.
 */
export function identify(
  universe: Universe,
  operation: Operation,
  authorization: string | undefined,
): Caller {
  const claims = readOnce(authorization);
  if (claims === undefined)
    throw failure(401, authorization === undefined ? "tokenMissing" : "tokenInvalid", {
      reason: "Send a bearer token in the Authorization header.",
    });
  checkValidity(claims, operation, universe.clock.now());
  const organization = universe.organizations.find(claims.organization ?? defaultOrganization);
  const { role } = claims;
  const email =
    role === "user" ? (claims.email ?? `user@${slug(organization.name ?? organization.id)}.example`) : "";
  if (role === "none")
    throw failure(403, "roleMissing", {
      reason: "The user needs the Referrals admin or Referrals user role.",
    });
  if (role === "app" && !operation.allowsApp)
    throw failure(403, "appOnly", {
      reason: "The token is for an app alone; this call needs a user as well.",
    });
  return { organization, role, email };
}

function readOnce(authorization: string | undefined): Claims | undefined {
  if (authorization === undefined) return undefined;
  const known = read.get(authorization);
  if (known !== undefined) return known;
  const claims = readToken(authorization);
  if (read.size >= mostKept) read.clear();
  read.set(authorization, claims);
  return claims;
}

function checkValidity({ audience, expires, notBefore }: Claims, operation: Operation, now: number): void {
  if (expires !== undefined && expires <= now)
    throw failure(401, "tokenExpired", { reason: "The token has expired." });
  if (notBefore !== undefined && notBefore > now)
    throw failure(401, "tokenNotYetValid", { reason: "The token is not valid yet." });
  if (audience !== undefined && audience !== operation.audience)
    throw failure(401, "tokenAudience", { reason: `The token must be made out to ${operation.audience}.` });
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z\d]+/g, "-");
}
