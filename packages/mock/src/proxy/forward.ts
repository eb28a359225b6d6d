import { type IncomingMessage, request as requestHttp, type ServerResponse } from "node:http";
import { request as requestHttps } from "node:https";
import { connect } from "node:net";
import { ApiError } from "@partner-referrals/server/api-error";
import { bodyViolation, type Violation } from "@partner-referrals/server/violations";
import type { Target } from "../target.ts";
import { decodeBody } from "./decode-body.ts";
import { joinTarget } from "./upstream-url.ts";

/** A response of the upstream. */
export interface UpstreamResponse {
  readonly status: number;
  /** Without those that concern one connection only (RFC 9110, section 7.6.1), and without a content coding that was undone. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: Buffer;
  /** What is wrong with its content coding. The body is then as it came, and cannot be validated. */
  readonly codingViolation?: Violation;
}

const hopByHop =
  "connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding upgrade".split(
    " ",
  );
const ownRequestHeaders = new Set([...hopByHop, "host", "content-length", "expect", "accept-encoding"]);

/** The largest response that is passed on, in bytes: it is held in memory to be validated. */
const maxResponseBytes = 16 * 1024 * 1024;

export interface ForwardOptions {
  readonly upstream: URL;
  /** How long the upstream may take, in milliseconds. */
  readonly timeout: number;
  /** The name of this proxy in `Via`, unlike that of any other: a request that has it already goes round in a circle. */
  readonly via: string;
}

/**
 * Forwards a request as it came, and waits for the whole response. It connects to the upstream whatever the request's target
 * says. Redirects are passed on like any other response.
 *
 * @throws ApiError with status 400 when the target leads out of the upstream, and 502 when the upstream does not respond
 * properly or leads back to this proxy; another error when the client goes away meanwhile.
 */
export async function forward(
  { upstream, timeout, via }: ForwardOptions,
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
  body: Buffer | undefined,
): Promise<UpstreamResponse> {
  const path = joinTarget(upstream, target.raw);
  if (request.headers.via?.includes(via))
    throw badGateway(`The upstream at ${upstream.origin} leads back to this proxy.`);
  const closed = new AbortController();
  response.once("close", () => closed.abort());
  const timedOut = AbortSignal.timeout(timeout);
  const signal = AbortSignal.any([timedOut, closed.signal]);
  try {
    const headers = forwardedHeaders(request, body, via);
    const received = await send(upstream, path, request.method, headers, body, signal);
    const bytes = await readResponse(received);
    return await toResponse(received, bytes, request);
  } catch (error) {
    if (closed.signal.aborted || error instanceof ApiError) throw error;
    if (timedOut.aborted) throw badGateway(`The upstream did not respond within ${timeout} milliseconds.`);
    throw badGateway(explainFailure(error, upstream));
  }
}

function send(
  upstream: URL,
  path: string,
  method = "GET",
  headers: Record<string, string | string[]>,
  body: Buffer | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const start = upstream.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const forwarded = start(upstream.origin, { path, method, headers, signal });
    forwarded.on("response", resolve);
    forwarded.on("error", reject);
    forwarded.on("upgrade", (_response, socket) => {
      socket.destroy();
      reject(badGateway("The upstream switched to another protocol without being asked."));
    });
    forwarded.end(body);
  });
}

function forwardedHeaders(
  { rawHeaders, headers }: IncomingMessage,
  body: Buffer | undefined,
  via: string,
): Record<string, string | string[]> {
  const named = new Set((headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase()));
  const forwarded = new Map<string, string[]>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    if (ownRequestHeaders.has(name) || named.has(name)) continue;
    forwarded.set(name, [...(forwarded.get(name) ?? []), rawHeaders[index + 1] ?? ""]);
  }
  // So that an upstream which cares can link back through the proxy.
  if (headers.host !== undefined && !forwarded.has("x-forwarded-host")) {
    forwarded.set("x-forwarded-host", [headers.host]);
    forwarded.set("x-forwarded-proto", ["http"]);
  }
  return {
    ...Object.fromEntries(forwarded),
    via: [...(forwarded.get("via") ?? []), `1.1 ${via}`],
    // Any other coding would have to be undone before the response can be validated.
    "accept-encoding": "identity",
    ...(body !== undefined && { "content-length": String(body.length) }),
  };
}

async function readResponse(received: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of received) {
    size += chunk.length;
    if (size > maxResponseBytes) {
      received.destroy();
      throw badGateway(`The upstream's response is larger than ${maxResponseBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function toResponse(
  received: IncomingMessage,
  bytes: Buffer,
  { method, headers }: IncomingMessage,
): Promise<UpstreamResponse> {
  const coding = received.headers["content-encoding"];
  const decoded = bytes.length === 0 ? bytes : await decodeBody(bytes, coding, maxResponseBytes);
  const dropped = new Set(hopByHop);
  // The length stays where there is no body to take it from.
  if (method !== "HEAD") dropped.add("content-length");
  if (decoded !== undefined && bytes.length > 0) dropped.add("content-encoding");
  for (const name of (received.headers.connection ?? "").split(",")) dropped.add(name.trim().toLowerCase());
  // A browser gets the proxy's own permission to read; two of them would count as none.
  const dropsCors = headers.origin !== undefined;
  const message = "has a content coding that cannot be undone, so it was not validated";
  return {
    status: received.statusCode ?? 502,
    headers: pairs(received.rawHeaders).filter(({ name }) => {
      const lowered = name.toLowerCase();
      return !dropped.has(lowered) && !(dropsCors && lowered.startsWith("access-control-"));
    }),
    body: decoded ?? bytes,
    ...(decoded === undefined && { codingViolation: bodyViolation("", "content-encoding", message) }),
  };
}

function pairs(raw: readonly string[]): { readonly name: string; readonly value: string }[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [{ name, value: raw[index + 1] ?? "" }] : []));
}

function badGateway(reason: string): ApiError {
  return new ApiError(502, "upstream", { reason });
}

/** Why there is no response: the upstream is not there, or it does not speak HTTP. */
function explainFailure(error: unknown, { origin }: URL): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  if (code.startsWith("HPE_")) return `The upstream's response is not valid HTTP (${code}).`;
  if (code === "ECONNRESET" || code === "EPIPE")
    return `The upstream closed the connection before its response was complete (${code}).`;
  return `The upstream at ${origin} cannot be reached (${code}).`;
}

/** Why an upstream cannot be connected to; undefined when it can, or does not say within two seconds. */
export function findUpstreamProblem(upstream: URL): Promise<string | undefined> {
  const port = Number(upstream.port) || (upstream.protocol === "https:" ? 443 : 80);
  return new Promise((resolve) => {
    const socket = connect({ host: upstream.hostname.replace(/^\[|\]$/g, ""), port, timeout: 2000 });
    const finish = (problem?: string) => {
      socket.destroy();
      resolve(problem);
    };
    socket.once("connect", () => finish());
    socket.once("timeout", () => finish());
    socket.once("error", (error) => finish(explainFailure(error, upstream)));
  });
}
