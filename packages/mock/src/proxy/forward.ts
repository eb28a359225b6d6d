import type { IncomingMessage, ServerResponse } from "node:http";
import type { Failure } from "../failure.ts";
import type { Target } from "../http/target.ts";

/** What the upstream answered. */
export interface Forwarded {
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
const ownAnswerHeaders = new Set([...hopByHop, "content-encoding"]);

/** The largest answer that is passed on, in bytes: it is held in memory to be checked. */
const answerLimit = 16 * 1024 * 1024;

export interface ForwardOptions {
  readonly upstream: URL;
  /** How long the upstream may take, in milliseconds. */
  readonly timeout: number;
}

/**
 * Sends a request on as it came, and waits for the whole answer. Redirects are an answer like any other.
 *
 * @throws when the client goes away meanwhile.
 */
export async function forward(
  { upstream, timeout }: ForwardOptions,
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
  body: Buffer | undefined,
): Promise<Forwarded | Failure> {
  const { method = "GET" } = request;
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  try {
    const answer = await fetch(`${upstream.origin}${upstream.pathname.replace(/\/$/, "")}${target.raw}`, {
      method,
      headers: forwardedHeaders(request),
      // `fetch` refuses to send a body with these; that there was one is reported as a violation.
      body: body === undefined || method === "GET" || method === "HEAD" ? null : body,
      redirect: "manual",
      signal: AbortSignal.any([AbortSignal.timeout(timeout), gone.signal]),
    });
    const received = await readAnswer(answer);
    if (received === undefined)
      return badGateway(`The upstream's answer is larger than ${answerLimit} bytes.`);
    return { status: answer.status, headers: answerHeaders(answer, request), body: received };
  } catch (error) {
    if (gone.signal.aborted) throw error;
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    if (isTimeout) return badGateway(`The upstream did not answer within ${timeout} milliseconds.`);
    return badGateway(`The upstream at ${upstream.origin} cannot be reached${causeOf(error)}.`);
  }
}

function forwardedHeaders({ rawHeaders, headers }: IncomingMessage): Headers {
  const named = new Set((headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase()));
  // `fetch` would undo any other coding, and the answer could not be passed on as it came.
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

function answerHeaders({ headers }: Response, request: IncomingMessage): Forwarded["headers"] {
  // The length stays where there is no body to take it from.
  const dropsLength = request.method !== "HEAD";
  // A browser gets the proxy's own leave to read; two of them would be none.
  const dropsCors = request.headers.origin !== undefined;
  return [...headers]
    .map(([name, value]) => ({ name, value }))
    .filter(({ name }) => {
      if (name === "content-length") return !dropsLength;
      return !ownAnswerHeaders.has(name) && !(dropsCors && name.startsWith("access-control-"));
    });
}

async function readAnswer({ body }: Response): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > answerLimit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function badGateway(reason: string): Failure {
  return { status: 502, code: "upstream", reason };
}

/** `fetch` says only that it failed; the reason is in the cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? ` (${"code" in cause ? cause.code : cause.message})` : "";
}
