import { bodyViolation, type Violation } from "@partner-referrals/server/violations";
import { responseFor } from "@partner-referrals/spec/model";
import type { Operation } from "../contract/operations.ts";
import { parseParameters } from "../contract/parameters.ts";
import { validate } from "../contract/validator.ts";

/** A request without its access token. */
export interface JournalRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: string;
}

/** A response; absent where the connection was closed without one. */
export interface JournalResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Where a request violates the contract. */
export function validateRequest(operation: Operation | undefined, request: JournalRequest): Violation[] {
  if (operation === undefined)
    return [{ location: "path", code: "unknown", message: "is not in the contract" }];
  const { violations } = parseParameters(operation, request);
  return [...violations, ...validateBody(operation.bodySchema, request.body)];
}

/** Where a response violates the contract. */
export function validateResponse(operation: Operation | undefined, response: JournalResponse): Violation[] {
  if (operation === undefined) return [];
  const declared = responseFor(operation, response.status);
  if (declared === undefined)
    return [{ location: "status", code: "unknown", message: "is not in the contract" }];
  const headers = declared.headers.flatMap(({ name, schemaPointer }): Violation[] => {
    const sent = response.headers[name.toLowerCase()];
    if (sent === undefined) return [];
    const value = /^\d+$/.test(sent) ? Number(sent) : sent;
    return validate(schemaPointer, value).map(({ code, message }) => ({
      location: "header",
      name: name.toLowerCase(),
      code,
      message,
    }));
  });
  return [...headers, ...validateBody(declared.content[0]?.schemaPointer, response.body)];
}

function validateBody(schema: string | undefined, body: string | undefined): readonly Violation[] {
  if (schema === undefined)
    return body === undefined ? [] : [bodyViolation("", "unknown", "is not allowed here")];
  if (body === undefined) return [bodyViolation("", "required", "is required")];
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return [bodyViolation("", "syntax", "is not valid JSON")];
  }
  return validate(schema, value);
}
