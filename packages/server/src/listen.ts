import { type IncomingMessage, type Server, type ServerOptions, STATUS_CODES } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { ApiError } from "./api-error.ts";
import { hostInUrl } from "./hosts.ts";

/** How long a client may take to send a request, in milliseconds. */
export const defaultRequestTimeout: number = 10_000;

/**
 * Options of `node:http` that give every client the same time, whatever it sends slowly.
 *
 * @param requestTimeout in milliseconds
 */
export function httpServerOptions(requestTimeout: number = defaultRequestTimeout): ServerOptions {
  return {
    requestTimeout,
    headersTimeout: requestTimeout,
    // How often the two are checked. Node's default of half a minute would add to them.
    connectionsCheckingInterval: Math.min(1000, requestTimeout),
    // Node's own response to a missing Host header has no body.
    requireHostHeader: false,
  };
}

/** An error response for a connection on which no request could be read. */
export type RawErrorResponse = (error: ApiError) => {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/**
 * Has a server answer what never becomes a request in the contract's shape: what is not HTTP, is too slow or too large,
 * has an expectation that cannot be met, or asks for a tunnel.
 */
export function rejectUnreadable(server: Server, format: RawErrorResponse, requestTimeout: number): void {
  server.on("checkExpectation", (request: IncomingMessage) => {
    reject(request.socket, 417, "The only expectation that can be met is 100-continue.");
  });
  server.on("connect", (_request, socket: Socket) => reject(socket, 405, "CONNECT is not supported."));
  server.on("clientError", createClientErrorHandler(format, requestTimeout));

  function reject(socket: Socket, status: number, reason: string): void {
    endWithError(socket, format, new ApiError(status, "unreadableRequest", { reason }));
  }
}

/** The handler of a server's `clientError`, as Fastify's `clientErrorHandler` too. */
export function createClientErrorHandler(
  format: RawErrorResponse,
  requestTimeout: number,
): (error: NodeJS.ErrnoException, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable || responded.has(socket)) socket.destroy();
    else endWithError(socket, format, describeClientError(error, requestTimeout));
  };
}

function describeClientError({ code }: NodeJS.ErrnoException, requestTimeout: number): ApiError {
  const [status, reason] =
    code === "HPE_HEADER_OVERFLOW"
      ? [431, "The headers are larger than 16 KiB."]
      : code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? [408, `The request was not complete within ${requestTimeout} milliseconds.`]
        : [400, "The request is not valid HTTP/1.1."];
  return new ApiError(status, "unreadableRequest", { reason, message: reason, target: "request" });
}

function endWithError(socket: Socket, format: RawErrorResponse, error: ApiError): void {
  const { status, headers, body } = format(error);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, length, "Connection: close", "", ""];
  socket.end(head.join("\r\n") + body);
}

const responded = new WeakSet<Socket>();

/** Notes that a response was sent before the whole request came in, so that no second one follows when it times out. */
export function markResponded(request: IncomingMessage): void {
  if (request.complete) return;
  const { socket } = request;
  responded.add(socket);
  request.once("end", () => responded.delete(socket));
}

/** Where a server is listening. */
export interface Listener {
  /** Such as `http://127.0.0.1:4010`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Closes all connections and stops listening. May be called again. */
  close(): Promise<void>;
}

/**
 * Has a server listen.
 *
 * @param port 0 takes any free port
 * @throws the error of `node:net` when it cannot, for instance with `code: "EADDRINUSE"`.
 */
export function listen(server: Server, { host, port }: { host: string; port: number }): Promise<Listener> {
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closing;
  };
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      // A server that listens on a port, and not on a pipe, has such an address.
      const { port: actual } = server.address() as AddressInfo;
      resolve({ url: `http://${hostInUrl(host)}:${actual}`, port: actual, close });
    });
  });
}

/** Why a server could not listen, and what to do about it; undefined for any other error. */
export function explainListenError(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
): string | undefined {
  const code = error instanceof Error && "code" in error && !("path" in error) ? error.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is busy. Choose another with --port.`;
    case "EACCES":
      return `Port ${port} is not open to this user. Choose another with --port.`;
    case "ENOTFOUND":
    case "EADDRNOTAVAIL":
      return `This machine has no address ${host}. Choose another with --host.`;
    default:
      return undefined;
  }
}
