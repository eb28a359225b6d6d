import type { IncomingHttpHeaders } from "node:http";
import type { Operation } from "../contract/contract.ts";
import { type Failure, refusal } from "../failure.ts";
import { singleHeaders } from "../http/headers.ts";
import type { Target } from "../http/target.ts";
import type { Violation } from "./violation.ts";

/** Whether the request carries the credentials that the operation asks for. They are not checked any further. */
export function checkSecurity(
  operation: Operation,
  headers: IncomingHttpHeaders,
  target: Target,
): Violation[] {
  const authorization = normalizeBearer(headers.authorization);
  const verdict = operation.checks.validateSecurity({
    resource: operation.prism,
    element: {
      // An API key may be in the query.
      url: { path: target.path, query: Object.fromEntries(target.query) },
      headers: { ...singleHeaders(headers), authorization },
    },
  });
  if (verdict._tag === "Right") return [];
  const isMissing = headers.authorization === undefined;
  const message = isMissing ? "is required" : "does not hold what the operation asks for";
  return [{ location: "header", name: "Authorization", code: "security", message }];
}

/** The failure of a request without the credentials, which names those that the operation accepts. */
export function securityFailure(operation: Operation, violations: readonly Violation[]): Failure {
  const challenge = { name: "WWW-Authenticate", value: challengesOf(operation) };
  return { ...refusal(401, violations), headers: [challenge] };
}

function challengesOf(operation: Operation): string {
  const schemes = (operation.prism.security ?? []).flat().map((scheme) => {
    if (scheme.type === "http") return scheme.scheme === "basic" ? 'Basic realm="mock"' : "Bearer";
    return scheme.type === "apiKey" ? "ApiKey" : "Bearer";
  });
  return [...new Set(schemes)].join(", ");
}

/**
 * The scheme's name may be in any case, and a token has no spaces: Prism is stricter on one and laxer on the other. Colons
 * are no part of a token by RFC 6750, but the sandbox's tokens have them.
 */
function normalizeBearer(authorization = ""): string {
  if (!/^bearer\b/i.test(authorization)) return authorization;
  const token = /^bearer +([\w.~+/:@-]+=*)$/i.exec(authorization)?.[1];
  return token === undefined ? "" : `Bearer ${token}`;
}
