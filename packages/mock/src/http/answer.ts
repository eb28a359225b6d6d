import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { corsHeaders } from "./cors.ts";
import { markAnswered } from "./listener.ts";

/** A response header: a fixed value, or one that each answer makes anew. */
export type HeaderRule =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly live: "guid" | "now" }
  /** Repeats the request header of the same name, where one was sent. */
  | { readonly name: string; readonly live: "echo"; readonly isGuid: boolean };

export interface Answer {
  readonly status: number;
  readonly headers: readonly HeaderRule[];
  readonly body?: Uint8Array | string;
}

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** What a header rule comes to for a request, if there is one; undefined when the header is left out. */
function headerValue(rule: HeaderRule, request?: IncomingMessage): string | undefined {
  if ("value" in rule) return rule.value;
  if (rule.live === "guid") return randomUUID();
  if (rule.live !== "echo") return new Date().toISOString();
  const sent = request?.headers[rule.name.toLowerCase()];
  return typeof sent === "string" && (!rule.isGuid || guid.test(sent)) ? sent : undefined;
}

/** Sends an answer. To HEAD it sends the headers that GET would have. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const lines: string[] = corsHeaders(request, answer.headers);
  for (const rule of answer.headers) {
    const value = headerValue(rule, request);
    if (value !== undefined) lines.push(rule.name, value);
  }
  const { body, status } = answer;
  // A forwarded answer to HEAD brings the length that GET would have.
  const hasLength = status !== 204 && status !== 304 && (body !== undefined || request.method !== "HEAD");
  if (hasLength) lines.push("Content-Length", String(body === undefined ? 0 : Buffer.byteLength(body)));
  // A client that waits for leave to send its body gets none any more. What it does then is not foreseeable.
  if (request.headers.expect !== undefined && !request.complete) lines.push("Connection", "close");
  markAnswered(request);
  response.writeHead(status, lines);
  response.end(request.method === "HEAD" ? undefined : body);
}

/** The same as bytes, for a connection on which no request could be read. */
export function toRawResponse(answer: Answer, statusText: string): string {
  const lines = answer.headers.flatMap((rule) => {
    const value = headerValue(rule);
    return value === undefined ? [] : [`${rule.name}: ${value}`];
  });
  const body = String(answer.body ?? "");
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  return [`HTTP/1.1 ${answer.status} ${statusText}`, ...lines, length, "Connection: close", "", body].join(
    "\r\n",
  );
}
