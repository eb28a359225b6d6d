import type { IncomingHttpHeaders } from "node:http";
import { bodyViolation, type Violation } from "@partner-referrals/server/violations";
import { readOutcome } from "../prism/diagnostics.ts";
import type { PreparedOperation } from "../prism/prepare.ts";
import type { Target } from "../target.ts";
import { declaredQuery, validateQueryNames } from "./query.ts";

/** A request, all of it received. */
export interface ReceivedRequest {
  readonly target: Target;
  readonly headers: IncomingHttpHeaders;
  /** As parsed; undefined where there was no body. */
  readonly body: unknown;
}

/** Where path, query, headers and body violate the contract. */
export function validateRequest(prepared: PreparedOperation, request: ReceivedRequest): Violation[] {
  const { operation, prism, validators } = prepared;
  const violations = validateQueryNames(prepared, request.target);
  // `null` is how Prism, too, sees an absent body.
  const isBodyMissing = request.body === undefined || request.body === null;
  if (operation.requestBody?.required && isBodyMissing)
    violations.push(bodyViolation("", "required", "is required"));
  const headers = singleHeaders(request.headers);
  // The type of a body has been checked. Of the type of no body, Prism would throw.
  if (isBodyMissing) delete headers["content-type"];
  const outcome = validators.validateInput({
    resource: prism,
    element: {
      method: operation.method,
      url: {
        path: normalizePath(operation.path, request.target.path),
        query: declaredQuery(prepared, request.target),
      },
      headers,
      body: isBodyMissing ? undefined : request.body,
    },
  });
  const names = operation.parameters.map(({ name }) => name);
  violations.push(...validateEmptyValues(prepared, request), ...readOutcome(outcome, names));
  return violations;
}

/** A path with its fixed segments as in the template: Prism sees neither that `%2E` is a dot nor past a final slash. */
function normalizePath(template: string, path: string): string {
  if (!path.includes("%") && !path.endsWith("/")) return path;
  const sent = path.split("/");
  const segments = template.split("/");
  return segments.map((segment, index) => (segment.includes("{") ? sent[index] : segment)).join("/");
}

/** Prism drops parameters whose value is empty before it validates them, so they are validated one by one. */
function validateEmptyValues(
  { operation, prism, validators }: PreparedOperation,
  { target, headers }: ReceivedRequest,
): Violation[] {
  const { query = [], headers: declaredHeaders = [] } = prism.request ?? {};
  const empty = [
    ...query
      .filter(({ name }) => target.query.some(([sent, value]) => sent === name && value === ""))
      .map((parameter) => ({ location: "query" as const, ...parameter })),
    ...declaredHeaders
      .filter(({ name }) => headers[name.toLowerCase()] === "")
      .map((parameter) => ({ location: "header" as const, ...parameter })),
  ];
  return empty.flatMap(({ location, name, required, schema }) => {
    if (required || schema === undefined) return [];
    const body = { id: name, contents: [{ id: name, mediaType: "text/plain", schema }] };
    const { method, path } = operation;
    const outcome = validators.validateInput({
      resource: { ...prism, request: { body } },
      element: { method, url: { path }, headers: { "content-type": "text/plain" }, body: "" },
    });
    return readOutcome(outcome, []).map(
      ({ code, message }): Violation => ({ location, name, code, message }),
    );
  });
}

/** The headers that came as one value each. Node gives only `set-cookie` as a list. */
export function singleHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const single: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === "string") single[name] = value;
  }
  return single;
}
