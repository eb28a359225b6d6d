import { ApiError } from "@partner-referrals/server/api-error";
import type { Operation } from "../contract/operations.ts";
import type { Caller } from "../organizations/caller.ts";
import { defaultOrganization } from "../organizations/organizations.ts";
import type { Universe } from "../universe.ts";
import { type Claims, parseBearerToken } from "./bearer-token.ts";

const cachedClaims = new Map<string, Claims | undefined>();
const maxCached = 1000;

/**
 * Who sends a request for an operation.
 *
 * @throws an ApiError with 401 when there is no valid token, with 403 when the caller may not call the operation at all.
 */
export function authenticate(
  { clock, organizations }: Pick<Universe, "clock" | "organizations">,
  operation: Operation,
  authorization: string | undefined,
): Caller {
  const claims = parseTokenCached(authorization);
  if (claims === undefined)
    throw unauthenticated(
      authorization === undefined ? "tokenMissing" : "tokenInvalid",
      "Send a bearer token in the Authorization header.",
    );
  assertValid(claims, operation, clock.now());
  const organization = organizations.resolve(claims.organization ?? defaultOrganization);
  const { role } = claims;
  if (role === "none")
    throw new ApiError(403, "roleMissing", {
      reason: "The user needs the Referrals admin or Referrals user role.",
    });
  if (role === "app" && !operation.allowsApp)
    throw new ApiError(403, "appOnly", {
      reason: "The token is for an app alone; this operation needs a user as well.",
    });
  const { email = `user@${toHostLabel(organization.name ?? organization.id)}.example` } = claims;
  return { organization, role, email: role === "user" ? email : "" };
}

function parseTokenCached(authorization: string | undefined): Claims | undefined {
  if (authorization === undefined) return undefined;
  const cached = cachedClaims.get(authorization);
  if (cached !== undefined) return cached;
  const claims = parseBearerToken(authorization);
  if (cachedClaims.size >= maxCached) cachedClaims.clear();
  cachedClaims.set(authorization, claims);
  return claims;
}

function assertValid({ audience, expires, notBefore }: Claims, operation: Operation, now: number): void {
  if (expires !== undefined && expires <= now)
    throw unauthenticated("tokenExpired", "The token has expired.");
  if (notBefore !== undefined && notBefore > now)
    throw unauthenticated("tokenNotYetValid", "The token is not valid yet.");
  if (audience !== undefined && audience !== operation.audience)
    throw unauthenticated("tokenAudience", `The token must be issued for ${operation.audience}.`);
}

function unauthenticated(code: string, reason: string): ApiError {
  return new ApiError(401, code, { reason, headers: { "www-authenticate": "Bearer" } });
}

function toHostLabel(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z\d]+/g, "-");
}
