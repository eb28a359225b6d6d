import { contract, fillPath, type Operation, operationNamed } from "@partner-referrals/spec/model";
import { bodyOf, type Exchange, headersOf } from "../exchange.ts";

/** The service asks for a pause, or the run was stopped. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
}

export interface SessionOptions {
  readonly baseUrl: string;
  /** Where the registration for events is, which the contract has on another host. By default the base URL. */
  readonly registrationUrl?: string;
  /** Asked for each request; the result is kept nowhere. */
  readonly token: () => string | Promise<string>;
  /** At most so many requests a second. */
  readonly maxPerSecond: number;
  /** In milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Sees every exchange, in order. */
  readonly onExchange: (exchange: Exchange) => void;
}

/** One request to be sent. */
export interface LiveRequest {
  readonly operation: Operation;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  /** False to send no token. */
  readonly authenticated?: boolean;
}

export interface LiveResponse {
  readonly status: number;
  readonly json: unknown;
  readonly etag: string | undefined;
}

/** Sends requests one after the other, no faster than agreed, and never on when the service throttles. */
export interface Session {
  send(request: LiveRequest): Promise<LiveResponse>;
  /** Requests a link of the service, on the host that is verified. */
  follow(operation: Operation, link: string): Promise<LiveResponse>;
}

/** The server of most operations. */
const mainServer = operationNamed(contract, "listReferrals").server;

/** Statuses with which a service asks to be left alone. */
const throttled: readonly number[] = [429, 503];

export function createSession(options: SessionOptions): Session {
  let count = 0;
  let nextAt = 0;

  async function request(
    url: URL,
    { operation, headers = {}, body, authenticated = true }: LiveRequest,
  ): Promise<LiveResponse> {
    await pause();
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const sent: Record<string, string> = {
      accept: "application/json",
      "client-request-id": crypto.randomUUID(),
      ...(text !== undefined && { "content-type": "application/json" }),
      ...headers,
      ...(authenticated && { authorization: `Bearer ${await options.token()}` }),
    };
    const signals = [AbortSignal.timeout(options.timeoutMs), ...(options.signal ? [options.signal] : [])];
    const response = await fetch(url, {
      method: operation.method.toUpperCase(),
      headers: sent,
      redirect: "manual",
      signal: AbortSignal.any(signals),
      ...(text !== undefined && { body: text }),
    });
    const received = bodyOf(await response.text());
    count += 1;
    options.onExchange({
      source: `request ${count}`,
      request: {
        method: operation.method.toUpperCase(),
        url,
        headers: headersOf(Object.entries(sent)),
        body: bodyOf(text),
        isBodyKnown: true,
      },
      response: {
        status: response.status,
        headers: headersOf(response.headers),
        body: received,
        isBodyKnown: true,
      },
    });
    if (throttled.includes(response.status))
      throw new StoppedError(
        `The service returned ${response.status} to request ${count}: it asks for a pause. Try again later.`,
      );
    return { status: response.status, json: received?.json, etag: response.headers.get("etag") ?? undefined };
  }

  /** Keeps requests apart. */
  async function pause(): Promise<void> {
    options.signal?.throwIfAborted();
    const now = performance.now();
    const wait = nextAt - now;
    nextAt = Math.max(now, nextAt) + 1000 / options.maxPerSecond;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }

  return {
    send(one) {
      const isElsewhere = one.operation.server !== mainServer;
      const base = isElsewhere ? (options.registrationUrl ?? options.baseUrl) : options.baseUrl;
      const url = joined(base, fillPath(one.operation.path, one.path ?? {}));
      for (const [name, value] of Object.entries(one.query ?? {})) url.searchParams.set(name, value);
      return request(url, one);
    },
    follow(operation, link) {
      const { pathname, search } = new URL(link);
      return request(joined(options.baseUrl, pathname + search), { operation });
    },
  };
}

/** Below the base URL, whatever the path of that is. */
function joined(baseUrl: string, path: string): URL {
  const url = new URL(baseUrl);
  const [pathname = "", search = ""] = path.split("?");
  url.pathname = url.pathname.replace(/\/$/, "") + pathname;
  url.search = search;
  return url;
}
