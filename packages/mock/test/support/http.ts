/** Sends requests as a client would, and bytes as no client should. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import type { TestContext } from "node:test";
import { type MockOptions, type RunningServer, startMock } from "@partner-referrals/mock";
import type { Operation } from "./operations.ts";

/** A mock on a free port that ends with the test. */
export async function mockFor(test: TestContext, options: MockOptions = {}): Promise<RunningServer> {
  const mock = await startMock({ port: 0, logLevel: "silent", ...options });
  test.after(() => mock.close());
  return mock;
}

export interface ErrorOf {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly innerError: {
    readonly code: string;
    readonly message: string;
    readonly violations?: ViolationOf[];
  };
}

export interface ViolationOf {
  readonly location: string;
  readonly pointer?: string;
  readonly name?: string;
  readonly code: string;
  readonly message: string;
}

export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
  /** The `error` in it. */
  readonly error: ErrorOf;
  readonly violations: ViolationOf[];
}

/** Sends one request. A body that is no string is sent as JSON. */
export async function call(
  url: string,
  init: Omit<RequestInit, "body"> & { body?: unknown } = {},
): Promise<Received> {
  const { body, ...rest } = init;
  const sent =
    body === undefined || typeof body === "string" || body instanceof ReadableStream
      ? body
      : JSON.stringify(body);
  const response = await fetch(url, {
    redirect: "manual",
    ...rest,
    ...(sent !== undefined && { body: sent }),
    ...(sent instanceof ReadableStream && { duplex: "half" as const }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  const json = parse(text);
  const { status, headers } = response;
  return {
    status,
    headers,
    text,
    json,
    error: json?.error,
    violations: json?.error?.innerError?.violations ?? [],
  };
}

function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sends a valid request to an operation, with its first example body unless another is given. */
export function callOperation(
  server: RunningServer,
  operation: Operation,
  changes: { headers?: Record<string, string>; body?: unknown; query?: string } = {},
): Promise<Received> {
  const body = "body" in changes ? changes.body : Object.values(operation.bodies)[0];
  return call(`${server.url}${operation.path}${changes.query ?? ""}`, {
    method: operation.method,
    headers: { ...operation.headers, ...changes.headers },
    body,
  });
}

/** The URL of a port that nobody listens on, and nobody can until the test ends: a client's end of a connection. */
export async function unreachableUrl(test: TestContext): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  // It listens on a port, so it has such an address.
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  await once(client, "connect");
  test.after(() => {
    client.destroy();
    server.close();
  });
  return `http://127.0.0.1:${client.localPort}`;
}

/** Writes bytes to a connection and returns all that comes back until the server, or `until`, ends it. */
export async function sendRaw(server: RunningServer, text: string, until?: RegExp): Promise<string> {
  const socket = connect(server.port, "127.0.0.1");
  let received = "";
  socket
    .setEncoding("utf8")
    .setTimeout(15_000, () => socket.destroy(new Error("The server does not respond.")));
  socket.on("data", (chunk) => {
    received += chunk;
    if (until?.test(received)) socket.destroy();
  });
  socket.write(text);
  await once(socket, "close");
  return received;
}
