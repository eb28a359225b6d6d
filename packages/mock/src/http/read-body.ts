import type { IncomingMessage, ServerResponse } from "node:http";

/** The largest body that is read, in bytes. No request of the contract comes near it. */
export const bodyLimit = 1024 * 1024;

/** Whether the request announces a body. It may turn out to be empty. */
export function announcesBody(request: IncomingMessage): boolean {
  const { "content-length": length, "transfer-encoding": coding } = request.headers;
  return coding !== undefined || (length !== undefined && Number(length) > 0);
}

export function announcesTooMuch(request: IncomingMessage): boolean {
  return Number(request.headers["content-length"] ?? 0) > bodyLimit;
}

/**
 * Reads a body as it came over the wire. Undefined as soon as it proves larger than the limit; what still comes is then
 * thrown away, so that the client gets to read its answer.
 *
 * @throws when the client goes away before the end.
 */
export function readBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer | undefined> {
  if (request.headers.expect !== undefined) response.writeContinue();
  return new Promise((settle, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bodyLimit) chunks.push(chunk);
      else {
        request.off("data", onData);
        request.resume();
        settle(undefined);
      }
    };
    request.on("data", onData);
    request.once("end", () => settle(Buffer.concat(chunks, Math.min(size, bodyLimit))));
    request.once("error", reject);
    request.once("close", () =>
      reject(new Error("The client closed the connection before the body was complete.")),
    );
  });
}
