import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "@partner-referrals/server/api-error";
import { hasBody, maxBodyBytes, parseJson, readBody } from "@partner-referrals/server/json-body";
import { isJsonType } from "@partner-referrals/server/negotiate";
import { bodyViolation, formatLocation, type Violation } from "@partner-referrals/server/violations";
import type { Operation } from "@partner-referrals/spec/model";
import { validateContentType } from "./validation/content-type.ts";

/**
 * The body of a request. Undefined where there is none.
 *
 * @throws ApiError with status 413 when it is too large.
 */
export async function receiveBody(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Buffer | undefined> {
  if (!hasBody(request)) return undefined;
  const bytes = await readBody(request, response);
  if (bytes === undefined) {
    const reason = `The body is larger than ${maxBodyBytes} bytes.`;
    throw new ApiError(413, "bodyTooLarge", { reason, target: "body" });
  }
  return bytes.length === 0 ? undefined : bytes;
}

/** A request body as a value, or why it cannot be read: 415 for its type, 400 for its syntax. */
export type ParsedBody =
  | { readonly value: unknown }
  | { readonly status: 400 | 415; readonly violation: Violation };

export function parseBody(
  operation: Operation,
  request: IncomingMessage,
  bytes: Buffer | undefined,
): ParsedBody {
  if (bytes === undefined) return { value: undefined };
  const [wrongType] = validateContentType(operation, request.headers);
  if (wrongType !== undefined) return { status: 415, violation: wrongType };
  if (!isJsonType(request.headers["content-type"] ?? "")) return { value: bytes.toString() };
  const parsed = parseJson(bytes);
  if ("value" in parsed) return parsed;
  return { status: 400, violation: bodyViolation("", "json", parsed.error) };
}

/** The error for a body of a type that the operation does not take. Its message is the contract's own. */
export function unsupportedMediaType(violation: Violation): ApiError {
  const target = formatLocation(violation);
  return new ApiError(415, violation.code, { reason: `${target} ${violation.message}.`, target });
}
