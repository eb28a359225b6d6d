import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "@partner-referrals/server/api-error";
import { formatLocation, type Violation } from "@partner-referrals/server/violations";
import type { PreparedOperation } from "../prism/prepare.ts";
import type { Target } from "../target.ts";
import { singleHeaders } from "./request.ts";

/** Whether a request carries the credentials that the operation asks for. They are not checked any further. */
export function validateSecurity(
  { prism, validators }: PreparedOperation,
  headers: IncomingHttpHeaders,
  target: Target,
): Violation | undefined {
  const authorization = normalizeBearer(headers.authorization);
  const outcome = validators.validateSecurity({
    resource: prism,
    element: {
      // An API key may be in the query.
      url: { path: target.path, query: Object.fromEntries(target.query) },
      headers: { ...singleHeaders(headers), authorization },
    },
  });
  if (outcome._tag === "Right") return undefined;
  const isMissing = headers.authorization === undefined;
  const message = isMissing ? "is required" : "does not hold what the operation asks for";
  return { location: "header", name: "Authorization", code: "security", message };
}

/** The error for a request without the credentials. Its `WWW-Authenticate` names those that the operation accepts. */
export function unauthorized({ prism }: PreparedOperation, violation: Violation): ApiError {
  const schemes = (prism.security ?? []).flat().map((scheme) => {
    if (scheme.type === "http") return scheme.scheme === "basic" ? 'Basic realm="mock"' : "Bearer";
    return scheme.type === "apiKey" ? "ApiKey" : "Bearer";
  });
  return new ApiError(401, violation.code, {
    reason: `${formatLocation(violation)} ${violation.message}.`,
    target: formatLocation(violation),
    headers: { "WWW-Authenticate": [...new Set(schemes)].join(", ") },
  });
}

/**
 * The scheme's name may be in any case, and a token has no spaces: Prism is stricter on one and laxer on the other. Colons
 * are not part of a token by RFC 6750, but the sandbox's tokens have them.
 */
function normalizeBearer(authorization = ""): string {
  if (!/^bearer\b/i.test(authorization)) return authorization;
  const token = /^bearer +([\w.~+/:@-]+=*)$/i.exec(authorization)?.[1];
  return token === undefined ? "" : `Bearer ${token}`;
}
