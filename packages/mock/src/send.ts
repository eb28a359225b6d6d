import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type AllowedOrigins, corsHeaders } from "@partner-referrals/server/cors";
import { markResponded } from "@partner-referrals/server/listen";

/** A response header: a fixed value, or a source that gives each response its own. */
export type HeaderRule =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly source: "guid" | "time" }
  /** Repeats the request header of the same name, where one was sent. */
  | { readonly name: string; readonly source: "request"; readonly isGuid: boolean };

/** A response as the servers make it. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: readonly HeaderRule[];
  readonly body?: Uint8Array | string;
}

/** Header rules with fixed values. */
export function fixedHeaders(headers: Readonly<Record<string, string>>): HeaderRule[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** What a header rule comes to for a request, if there is one; undefined when the header is left out. */
export function headerValue(rule: HeaderRule, request?: IncomingMessage): string | undefined {
  if ("value" in rule) return rule.value;
  if (rule.source !== "request") return rule.source === "guid" ? randomUUID() : new Date().toISOString();
  const sent = request?.headers[rule.name.toLowerCase()];
  return typeof sent === "string" && (!rule.isGuid || guid.test(sent)) ? sent : undefined;
}

/** Sends a response. To HEAD it sends the headers that GET would have. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: HttpResponse,
  allowedOrigins: AllowedOrigins,
): void {
  const lines: string[] = [];
  if (request.headers.origin !== undefined) {
    const names = headers.map(({ name }) => name);
    lines.push(...Object.entries(corsHeaders(request.headers, allowedOrigins, names)).flat());
  }
  for (const rule of headers) {
    const value = headerValue(rule, request);
    if (value !== undefined) lines.push(rule.name, value);
  }
  // A forwarded response to HEAD brings the length that GET would have.
  const hasLength = status !== 204 && status !== 304 && (body !== undefined || request.method !== "HEAD");
  if (hasLength) lines.push("Content-Length", String(body === undefined ? 0 : Buffer.byteLength(body)));
  // The client sent `Expect: 100-continue` and got no 100; close, because it may or may not still send the body.
  if (request.headers.expect !== undefined && !request.complete) lines.push("Connection", "close");
  markResponded(request);
  response.writeHead(status, lines);
  response.end(request.method === "HEAD" ? undefined : body);
}
