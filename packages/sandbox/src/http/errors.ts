import type { Socket } from "node:net";
import { operations } from "../contract/operations.ts";
import { STATUS_CODES } from "../status-codes.ts";
import { Failure, failure } from "./failure.ts";

/** The failure for anything that was thrown while a request was read or carried out; undefined for a fault of ours. */
export function toFailure(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  const status = statusOf(error);
  if (status === 415) return failure(415, "notJson", { reason: "Send the body as application/json." });
  if (status === 413) {
    const reason = `A body has at most ${largestBody} bytes.`;
    return failure(413, "bodyTooLarge", { reason, message: reason, target: "body" });
  }
  if (status < 400 || status >= 500) return undefined;
  const reason = "The request is not well-formed HTTP.";
  return failure(status, "unreadableRequest", { reason, message: reason, target: "request" });
}

/** The largest body that is read, in bytes. */
export const largestBody: number = 1024 * 1024;

function statusOf(error: unknown): number {
  return error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
}

export function unexpected(): Failure {
  return failure(500, "internal", { reason: "The sandbox failed. Its log says how." });
}

const patterns = Map.groupBy(operations.values(), ({ path }) => path);

/** The failure for a request that no operation is for: 405 where the path has others, 404 otherwise. */
export function noSuchOperation(method: string, path: string): Failure {
  const segments = path.split("/");
  for (const [pattern, known] of patterns) {
    const parts = pattern.split("/");
    const fits =
      parts.length === segments.length &&
      parts.every((part, at) => part.startsWith("{") || part === segments[at]);
    if (!fits) continue;
    return failure(405, "methodNotAllowed", {
      message: `This resource does not support the method ${method}.`,
      reason: `It supports ${known.map((operation) => operation.method).join(", ")}.`,
      headers: { allow: known.map((operation) => operation.method).join(", ") },
    });
  }
  return failure(404, "unknownPath", {
    ...{ message: "There is no such resource.", target: "path" },
    reason: "The path is not in the contract.",
  });
}

/** Answers what never became a request, and ends the connection. */
export function answerUnreadable(error: Error, socket: Socket): void {
  const code = "code" in error ? error.code : undefined;
  if (code === "ECONNRESET" || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = code === "HPE_HEADER_OVERFLOW" ? 431 : code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
  const reason = "The request is not well-formed HTTP.";
  const { body } = failure(status, "unreadableRequest", { reason, message: reason, target: "request" });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
}
