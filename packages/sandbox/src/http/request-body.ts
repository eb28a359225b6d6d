import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { ApiError } from "@partner-referrals/server/api-error";
import { mediaTypeParameter } from "@partner-referrals/server/negotiate";
import type { FastifyRequest } from "fastify";

/**
 * Rejects a request whose body or target could be read in two ways.
 *
 * @throws an ApiError with 400 for two `Host` headers, with 415 for a body that is compressed or not UTF-8
 */
export function assertReadable({ raw }: FastifyRequest): void {
  const { headers, rawHeaders } = raw;
  if (rawHeaders.length > 2 && countHosts(rawHeaders) > 1) {
    const reason = "A request has one Host header.";
    throw new ApiError(400, "unreadableRequest", { reason, message: reason, target: "Host" });
  }
  const { "content-encoding": encoding = "identity", "content-type": type } = headers;
  if (encoding.toLowerCase() !== "identity")
    throw new ApiError(415, "encoding", { reason: "Send the body without Content-Encoding." });
  const charset = type === undefined ? undefined : mediaTypeParameter(type, "charset");
  if (charset !== undefined && charset.toLowerCase() !== "utf-8")
    throw new ApiError(415, "charset", { reason: "Send the body as UTF-8." });
}

function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.length === 4 && rawHeaders[index]?.toLowerCase() === "host") count++;
  return count;
}

const waiting = new WeakMap<IncomingMessage, ServerResponse>();

/** Has clients that wait for 100 Continue wait until the request is authenticated. */
export function sendContinueLate(server: Server): void {
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    waiting.set(request, response);
    server.emit("request", request, response);
  });
}

/** Tells a client that waits for it to send the body. */
export function continueBody(request: IncomingMessage): void {
  if (request.headers.expect !== undefined) waiting.get(request)?.writeContinue();
}
