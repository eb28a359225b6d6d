import { ApiError } from "@partner-referrals/server/api-error";
import { maxBodyBytes } from "@partner-referrals/server/json-body";
import { createPathMatcher } from "@partner-referrals/spec/model";
import { operations } from "../contract/operations.ts";
import { DatabaseError } from "../store/store.ts";

const operationsByPath = Map.groupBy(operations.values(), ({ path }) => path);
const matchPath = createPathMatcher([...operationsByPath.keys()]);

/** The error for anything that was thrown while a request was read or processed; undefined for a bug of the sandbox. */
export function toApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof DatabaseError)
    return new ApiError(503, "databaseUnavailable", {
      message: "The database of the sandbox cannot be used at the moment.",
      reason: error.message,
      headers: { "retry-after": "1" },
    });
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
  if (status === 415) return new ApiError(415, "notJson", { reason: "Send the body as application/json." });
  if (status === 413) {
    const reason = `A body has at most ${maxBodyBytes} bytes.`;
    return new ApiError(413, "bodyTooLarge", { reason, message: reason, target: "body" });
  }
  if (status < 400 || status >= 500) return undefined;
  const reason = "The request is not well-formed HTTP.";
  return new ApiError(status, "unreadableRequest", { reason, message: reason, target: "request" });
}

export function internalError(): ApiError {
  return new ApiError(500, "internal", { reason: "The sandbox failed. Its log says why." });
}

/** The error for a request that the contract has no operation for: 405 where the path has others, 404 otherwise. */
export function routeNotFound(method: string, path: string): ApiError {
  const template = matchPath(path);
  const methods = operationsByPath.get(template ?? "")?.map((operation) => operation.method.toUpperCase());
  if (methods === undefined)
    return new ApiError(404, "unknownPath", {
      message: "There is no such resource.",
      target: "path",
      reason: "The path is not in the contract.",
    });
  return new ApiError(405, "methodNotAllowed", {
    message: `This resource does not support the method ${method}.`,
    reason: `It supports ${methods.join(", ")}.`,
    headers: { allow: methods.join(", ") },
  });
}
