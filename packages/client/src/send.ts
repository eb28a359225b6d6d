import { ReferralsNetworkError } from "./errors/network-error.ts";
import { type ErrorDetails, ReferralsError } from "./errors/referrals-error.ts";
import { ReferralsTimeoutError } from "./errors/timeout-error.ts";
import type { CallOptions, ReferralsClientOptions } from "./options.ts";
import type { RequestRecord } from "./request-record.ts";
import { delayBefore, mayRepeat } from "./retry.ts";
import { tokens } from "./token.ts";

/** Sends a request until it is answered for good, and returns what `read` makes of the answer. */
export type Send = <T>(
  request: RequestRecord,
  read: (response: Response, call: ErrorDetails) => T | Promise<T>,
  options?: CallOptions,
) => Promise<T>;

/** The one place where requests leave: it adds the token, times out, and repeats. */
export function sender(client: ReferralsClientOptions): Send {
  const getToken = tokens(client.token);
  const fetch = client.fetch ?? ((url, init) => globalThis.fetch(url, init));

  return async ({ method, url, headers, body = null }, read, options = {}) => {
    const { signal, timeoutMs = client.timeoutMs ?? 30_000, retry = client.retry } = options;
    const clientRequestId =
      options.clientRequestId ?? headers.get("client-request-id") ?? crypto.randomUUID();
    const path = new URL(url).pathname;
    const started = Date.now();
    let rejected: string | undefined;
    let delayMs: number | undefined;
    headers.set("client-request-id", clientRequestId);

    for (let attempts = 1; ; attempts++) {
      const call = { method, path, clientRequestId, attempts };
      const wait = (retryAfter?: string | null) =>
        delayBefore(attempts, Date.now() - started, retry, retryAfter);
      // By hand, because AbortSignal.timeout and AbortSignal.any cost more than all the rest of a call.
      const ends = new AbortController();
      const abort = () => ends.abort(signal?.reason);
      const ended = new Promise<never>((_, reject) => {
        ends.signal.onabort = () => reject(ends.signal.reason);
      });
      /** Settles with `work`, or as soon as the attempt ends, even where the work itself knows nothing of signals. */
      const abortable = <T>(work: T | Promise<T>): Promise<T> => Promise.race([work, ended]);
      let timer: ReturnType<typeof setTimeout> | undefined;
      let reason: unknown;
      signal?.addEventListener("abort", abort);
      try {
        signal?.throwIfAborted();
        await abortable(
          delayMs &&
            new Promise((resolve) => {
              timer = setTimeout(resolve, delayMs);
            }),
        );
        delayMs = undefined;
        if (timeoutMs) timer = setTimeout(abort, timeoutMs);
        const token = await abortable(getToken(ends.signal, rejected));
        const sent = new Headers(headers);
        client.onRequest?.({ ...call, headers: sent });
        sent.set("authorization", `Bearer ${token}`);
        const sentAt = Date.now();
        // The token must not follow a redirect to another host. The service sends none.
        const init: RequestInit = { method, headers: sent, body, redirect: "manual", signal: ends.signal };
        const response = await abortable(fetch(url, init));
        const { status } = response;
        client.onResponse?.({ ...call, status, headers: response.headers, durationMs: Date.now() - sentAt });
        if (status === 401 && !rejected && typeof client.token !== "string") {
          rejected = token;
          delayMs = 0;
        } else if ([429, 503, 504].includes(status) && mayRepeat(method, headers, options)) {
          delayMs = wait(response.headers.get("retry-after"));
        }
        if (delayMs === undefined) return await abortable(read(response, call));
        reason = status;
        response.body?.cancel().catch(() => {});
      } catch (cause) {
        if (signal?.aborted || cause instanceof ReferralsError) throw cause;
        reason = ends.signal.aborted
          ? new ReferralsTimeoutError(`No answer within ${timeoutMs} ms.`, { ...call, cause })
          : new ReferralsNetworkError("No connection to the service.", { ...call, cause });
        if (mayRepeat(method, headers, options, cause)) delayMs = wait();
        if (delayMs === undefined) throw reason;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
      }
      client.onRetry?.({ ...call, delayMs, reason });
    }
  };
}
