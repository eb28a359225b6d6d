import { matchesRange } from "@partner-referrals/server/negotiate";
import { bodyViolation, type Violation } from "@partner-referrals/server/violations";
import { readOutcome } from "../prism/diagnostics.ts";
import type { PreparedOperation } from "../prism/prepare.ts";
import { declaredResponse, mediaTypesOf } from "../responses/media-types.ts";

/** A response, as it is validated. */
export interface ReceivedResponse {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where a response has none. */
  readonly body?: ResponseBody;
}

/** A JSON value, a text of another type, or what is wrong with the JSON. `unread` says that it cannot be looked at. */
export type ResponseBody = { readonly value: unknown } | { readonly error: string } | "unread";

/** Where a response violates what the operation declares. */
export function validateResponse(
  { operation, prism, validators }: PreparedOperation,
  { status, headers, body }: ReceivedResponse,
): Violation[] {
  const response = declaredResponse(operation, status);
  if (response === undefined) {
    const declared = [...operation.responses.keys()].join(", ");
    const message = `${status} is not declared; ${operation.id} has ${declared}`;
    return [{ location: "status", code: "undeclared", message }];
  }
  const mediaTypes = mediaTypesOf(response).map(({ name }) => name);
  const { "content-type": type = "" } = headers;
  const bodyMismatch = body === "unread" ? undefined : checkBody(mediaTypes, type, body);
  // The type has been checked. Prism throws at one that it cannot parse.
  const parsedType = mediaTypes.find((range) => matchesRange(type, range)) ?? mediaTypes[0] ?? "";
  const outcome = validators.validateOutput({
    resource: prism,
    element: {
      statusCode: status,
      headers: { ...headers, "content-type": parsedType },
      body: typeof body === "object" && "value" in body ? body.value : undefined,
    },
  });
  const names = response.headers.map(({ name }) => name);
  const violations = readOutcome(outcome, names);
  if (bodyMismatch === undefined && body !== "unread") return violations;
  // Prism would validate a body by a schema that is not its own. What it says of the headers stands.
  const ofHeaders = violations.filter(({ location, name = "" }) => location === "header" && name !== "");
  return bodyMismatch === undefined ? ofHeaders : [bodyMismatch, ...ofHeaders];
}

/** What is wrong with a body before its content is looked at. */
function checkBody(
  mediaTypes: readonly string[],
  contentType: string,
  body: Exclude<ResponseBody, "unread"> | undefined,
): Violation | undefined {
  if (mediaTypes.length === 0) {
    const message = "is there, but none is declared for this status";
    return body && bodyViolation("", "unexpected", message);
  }
  if (body === undefined) return bodyViolation("", "required", "is required");
  if (!mediaTypes.some((range) => matchesRange(contentType, range))) {
    const message = `must be ${mediaTypes.join(" or ")}`;
    return { location: "header", name: "Content-Type", code: "content-type", message };
  }
  return "error" in body ? bodyViolation("", "json", body.error) : undefined;
}
