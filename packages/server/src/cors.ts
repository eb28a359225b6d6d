import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** Which web pages may read responses: any, or those of the listed origins. */
export type AllowedOrigins = "any" | ReadonlySet<string>;

/**
 * The origins that a command line allows.
 *
 * @throws Error that names the one which is not an origin.
 */
export function parseOrigins(values: readonly string[]): ReadonlySet<string> {
  for (const value of values) {
    const url = URL.parse(value);
    if (url === null || url.origin !== value || !/^https?:$/.test(url.protocol))
      throw new Error(`--allow-origin must be an origin, such as http://localhost:3000, not ${value}.`);
  }
  return new Set(values);
}

/**
 * The headers that let the page that sent a request read its response; none unless a browser asks for an allowed origin.
 *
 * @param exposed the names of the response's headers, which the page may then read too
 */
export function corsHeaders(
  { origin }: IncomingHttpHeaders,
  allowed: AllowedOrigins,
  exposed: readonly string[],
): Record<string, string> {
  if (origin === undefined || (allowed !== "any" && !allowed.has(origin))) return {};
  // Not a wildcard: browsers ignore that for requests with credentials.
  return {
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Expose-Headers": exposed.join(", "),
    Vary: "Origin",
  };
}

/** Whether a browser asks for permission to send a request. */
export function isPreflight({ method, headers }: Pick<IncomingMessage, "method" | "headers">): boolean {
  return (
    method === "OPTIONS" &&
    headers.origin !== undefined &&
    headers["access-control-request-method"] !== undefined
  );
}

/** Permission to send whatever the preflight asks for: the request itself is checked when it comes. */
export function preflightHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const requested = headers["access-control-request-headers"];
  return {
    "Access-Control-Allow-Methods": headers["access-control-request-method"] ?? "*",
    ...(requested !== undefined && { "Access-Control-Allow-Headers": requested }),
    "Access-Control-Max-Age": "600",
  };
}
