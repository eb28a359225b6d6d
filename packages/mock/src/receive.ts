import type { IncomingMessage, ServerResponse } from "node:http";
import { checkContentType } from "./check/content-type.ts";
import type { Violation } from "./check/violation.ts";
import type { Route } from "./contract/routes.ts";
import type { Failure } from "./failure.ts";
import { parseJson } from "./http/json-text.ts";
import { isJson } from "./http/media-type.ts";
import { announcesBody, announcesTooMuch, bodyLimit, readBody } from "./http/read-body.ts";

/** The body of a request, or why it is not even read. No bytes where there is none. */
export async function receiveBody(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Buffer | undefined | Failure> {
  if (!announcesBody(request)) return undefined;
  if (announcesTooMuch(request)) return bodyTooLarge();
  const bytes = await readBody(request, response);
  if (bytes === undefined) return bodyTooLarge();
  return bytes.length === 0 ? undefined : bytes;
}

function bodyTooLarge(): Failure {
  const reason = `The body is larger than ${bodyLimit} bytes.`;
  return { status: 413, code: "bodyTooLarge", reason, target: "body" };
}

/** A request body as a value, or why it cannot be understood: 415 for its type, 400 for its syntax. */
export type ParsedBody =
  | { readonly value: unknown }
  | { readonly status: 400 | 415; readonly violations: Violation[] };

export function parseBody(route: Route, request: IncomingMessage, bytes: Buffer | undefined): ParsedBody {
  if (bytes === undefined) return { value: undefined };
  const wrongType = checkContentType(route, request.headers);
  if (wrongType.length > 0) return { status: 415, violations: wrongType };
  if (!isJson(request.headers["content-type"] ?? "")) return { value: bytes.toString() };
  const parsed = parseJson(bytes);
  if ("value" in parsed) return parsed;
  return {
    status: 400,
    violations: [{ location: "body", pointer: "", code: "json", message: parsed.error }],
  };
}
