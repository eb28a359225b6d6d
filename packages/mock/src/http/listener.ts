import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** How long a client may take to send a request, in milliseconds. */
  readonly requestTimeout: number;
  /** Answers a request. Must not throw. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** The raw answer on a connection whose request cannot be read. */
  readonly refuse: (status: number, reason: string) => string;
}

export interface Listener {
  readonly url: string;
  readonly port: number;
  /** Ends all connections and stops listening. May be called again. */
  close(): Promise<void>;
}

/**
 * Listens for HTTP requests.
 *
 * @throws the error of `node:net` when it cannot, for instance with `code: "EADDRINUSE"`.
 */
export function listen(options: ListenOptions): Promise<Listener> {
  const { host, port, requestTimeout, handle, refuse } = options;
  const server = createServer({
    requestTimeout,
    headersTimeout: requestTimeout,
    // How often the two are looked at. Node's half a minute would be a hang.
    connectionsCheckingInterval: Math.min(1000, requestTimeout),
    // Node's own answer to a missing Host header has no body.
    requireHostHeader: false,
  });
  server.on("request", handle);
  // Node would ask for the body before anyone has looked at the headers; whoever reads it asks.
  server.on("checkContinue", handle);
  server.on("checkExpectation", (_request, response: ServerResponse) => {
    response.socket?.end(refuse(417, "The only expectation that can be met is 100-continue."));
  });
  server.on("connect", (_request, socket: Socket) => {
    socket.end(refuse(405, "CONNECT is not supported."));
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === "ECONNRESET" || !socket.writable || hasAnswered(socket)) socket.destroy();
    else if (error.code === "HPE_HEADER_OVERFLOW")
      socket.end(refuse(431, "The headers are larger than 16 KiB."));
    else if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") {
      socket.end(refuse(408, `The request was not complete within ${requestTimeout} milliseconds.`));
    } else socket.end(refuse(400, "The request is not valid HTTP/1.1."));
  });

  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= new Promise<void>((settle) => {
      server.close(() => settle());
      server.closeAllConnections();
    });
    return closing;
  };
  return new Promise((settle, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      // A server that listens on a port, and not on a pipe, has such an address.
      const { port: actual } = server.address() as AddressInfo;
      settle({ url: `http://${host.includes(":") ? `[${host}]` : host}:${actual}`, port: actual, close });
    });
  });
}

const answered = new WeakSet<Socket>();

/** Notes that an answer went out before the whole request came in, so that no second one follows. */
export function markAnswered(request: IncomingMessage): void {
  if (request.complete) return;
  const { socket } = request;
  answered.add(socket);
  request.once("end", () => answered.delete(socket));
}

function hasAnswered(socket: Socket): boolean {
  return answered.has(socket);
}
