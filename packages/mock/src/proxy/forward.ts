import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError } from "@partner-referrals/server/api-error";
import type { Target } from "../target.ts";

/** A response of the upstream. */
export interface UpstreamResponse {
  readonly status: number;
  /** Without those that concern one connection only (RFC 9110, section 7.6.1), or the encoding that `fetch` undid. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: Buffer;
}

const hopByHop =
  "connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding upgrade".split(
    " ",
  );
const ownRequestHeaders = new Set([...hopByHop, "host", "content-length", "expect", "accept-encoding"]);
const ownResponseHeaders = new Set([...hopByHop, "content-encoding"]);

/** The largest response that is passed on, in bytes: it is held in memory to be validated. */
const maxResponseBytes = 16 * 1024 * 1024;

export interface ForwardOptions {
  readonly upstream: URL;
  /** How long the upstream may take, in milliseconds. */
  readonly timeout: number;
}

/**
 * Forwards a request as it came, and waits for the whole response. Redirects are passed on like any other response.
 *
 * @throws ApiError with status 502 when the upstream does not respond properly; another error when the client goes away
 * meanwhile.
 */
export async function forward(
  { upstream, timeout }: ForwardOptions,
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
  body: Buffer | undefined,
): Promise<UpstreamResponse> {
  const { method = "GET" } = request;
  const closed = new AbortController();
  response.once("close", () => closed.abort());
  try {
    const received = await fetch(`${upstream.origin}${upstream.pathname.replace(/\/$/, "")}${target.raw}`, {
      method,
      headers: forwardedHeaders(request),
      // `fetch` does not send a body with these; that there was one is reported as a violation.
      body: body === undefined || method === "GET" || method === "HEAD" ? null : body,
      redirect: "manual",
      signal: AbortSignal.any([AbortSignal.timeout(timeout), closed.signal]),
    });
    return {
      status: received.status,
      headers: responseHeaders(received, request),
      body: await readResponse(received),
    };
  } catch (error) {
    if (closed.signal.aborted || error instanceof ApiError) throw error;
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    throw badGateway(
      isTimeout
        ? `The upstream did not respond within ${timeout} milliseconds.`
        : `The upstream at ${upstream.origin} cannot be reached${causeOf(error)}.`,
    );
  }
}

function forwardedHeaders({ rawHeaders, headers }: IncomingMessage): Headers {
  const named = new Set((headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase()));
  // `fetch` would undo any other coding, and the response could not be passed on as it came.
  const forwarded = new Headers({ "accept-encoding": "identity" });
  // So that an upstream which cares can link back through the proxy.
  if (headers.host !== undefined && headers["x-forwarded-host"] === undefined) {
    forwarded.set("x-forwarded-host", headers.host);
    forwarded.set("x-forwarded-proto", "http");
  }
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    if (!ownRequestHeaders.has(name) && !named.has(name)) forwarded.append(name, rawHeaders[index + 1] ?? "");
  }
  return forwarded;
}

function responseHeaders({ headers }: Response, request: IncomingMessage): UpstreamResponse["headers"] {
  // The length stays where there is no body to take it from.
  const dropsLength = request.method !== "HEAD";
  // A browser gets the proxy's own permission to read; two of them would count as none.
  const dropsCors = request.headers.origin !== undefined;
  return [...headers]
    .map(([name, value]) => ({ name, value }))
    .filter(({ name }) => {
      if (name === "content-length") return !dropsLength;
      return !ownResponseHeaders.has(name) && !(dropsCors && name.startsWith("access-control-"));
    });
}

async function readResponse({ body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > maxResponseBytes)
      throw badGateway(`The upstream's response is larger than ${maxResponseBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function badGateway(reason: string): ApiError {
  return new ApiError(502, "upstream", { reason });
}

/** `fetch` says only that it failed; the reason is in the cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? ` (${"code" in cause ? cause.code : cause.message})` : "";
}
