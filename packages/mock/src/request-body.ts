import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "@partner-referrals/server/api-error";
import { hasBody, maxBodyBytes, readBody } from "@partner-referrals/server/json-body";
import { formatLocation, type Violation } from "@partner-referrals/server/violations";

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

/** The error for a body of a type that the operation does not take. Its message is the contract's own. */
export function unsupportedMediaType(violation: Violation): ApiError {
  const target = formatLocation(violation);
  return new ApiError(415, violation.code, { reason: `${target} ${violation.message}.`, target });
}
