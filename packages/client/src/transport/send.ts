import type { CallOptions, ReferralsClientOptions, RequestInfoForHooks } from "../options.ts";
import { withDeadline } from "./attempt.ts";
import { toError } from "./failure.ts";
import { HookFailure, runHook } from "./hook.ts";
import { assertHeaderValue, type HttpRequest, type ServiceConventions } from "./request.ts";
import type { ResponseReader } from "./response.ts";
import { isConnectionError, retryDelay } from "./retry.ts";
import type { TokenProvider } from "./token.ts";

/** Sends a request, again if need be, and returns what `read` makes of the response. */
export type Send = <T>(request: HttpRequest, read: ResponseReader<T>, options?: CallOptions) => Promise<T>;

/** The one place where requests leave: it adds the token, times out, and retries. */
export function createSend(
  client: ReferralsClientOptions,
  getToken: TokenProvider,
  service: ServiceConventions,
): Send {
  const { userAgent } = client;
  if (userAgent) assertHeaderValue("userAgent", userAgent);
  const fetch = client.fetch ?? ((url, init) => globalThis.fetch(url, init));

  return async (request, read, options = {}) => {
    const { method, url, path, urlTemplate, query, body = null } = request;
    const {
      signal,
      timeoutMs = client.timeoutMs ?? 30_000,
      retry = client.retry,
      clientRequestId = crypto.randomUUID(),
    } = options;
    assertHeaderValue("clientRequestId", clientRequestId);
    const call = { method, url, path, urlTemplate, clientRequestId, attempts: 0, mayHaveExecuted: false };
    const startedAt = Date.now();
    const info = (): RequestInfoForHooks => ({ ...call, call });
    /** The token that the service rejected. Another one is asked for once. */
    let rejectedToken: string | undefined;

    let failure: unknown;
    try {
      for (let delayMs: number | undefined; ; ) {
        let token: string | undefined;
        let response: Response | undefined;
        let isSent = false;
        try {
          signal?.throwIfAborted();
          if (delayMs) await withDeadline(signal, delayMs);
          call.attempts++;
          return await withDeadline(signal, timeoutMs, async (attemptSignal) => {
            token = await getToken(attemptSignal, rejectedToken);
            let headers: Record<string, string> | Headers = { ...request.headers };
            for (const name of service.idHeaders) headers[name] = clientRequestId;
            if (userAgent) headers["user-agent"] = userAgent;
            if (client.onRequest) {
              const shown = new Headers(headers);
              await runHook(() => client.onRequest?.({ ...info(), headers: shown }));
              headers = Object.fromEntries(shown);
            }
            headers.authorization = `Bearer ${token}`;
            // An attempt that has ended while it waited must not be sent any more.
            attemptSignal.throwIfAborted();
            const sentAt = Date.now();
            isSent = true;
            // The token must not follow a redirect to another host. The service sends none.
            const init: RequestInit = { method, headers, body, redirect: "manual", signal: attemptSignal };
            response = await fetch(url + query, init);
            attemptSignal.throwIfAborted();
            if (client.onResponse) {
              const { status, headers } = response;
              const durationMs = Date.now() - sentAt;
              await runHook(() => client.onResponse?.({ ...info(), status, headers, durationMs }));
            }
            return await read(response, { client, service, call, token });
          });
        } catch (thrown) {
          if (thrown instanceof HookFailure) throw thrown.thrown;
          const error = toError(thrown, call, response, signal, timeoutMs);
          const isExecuted =
            isSent &&
            method !== "GET" &&
            (response ? response.ok || response.status > 499 : !isConnectionError(thrown));
          call.mayHaveExecuted ||= isExecuted;
          Object.assign(error, call);
          if (error.status === 401 && !rejectedToken && typeof client.token !== "string") {
            rejectedToken = token;
            delayMs = 0;
          } else {
            const elapsedMs = Date.now() - startedAt;
            const { attempts } = call;
            delayMs = retryDelay(error, request, isExecuted, attempts, elapsedMs, options.retryable, retry);
          }
          if (delayMs === undefined) throw error;
          await client.onRetry?.({ ...info(), delayMs, error });
        }
      }
    } catch (thrown) {
      failure = thrown;
      throw thrown;
    } finally {
      await client.onComplete?.({ ...info(), durationMs: Date.now() - startedAt, error: failure });
    }
  };
}
