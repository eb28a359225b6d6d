import type { ReferralsError } from "../errors.ts";
import type { CallOptions, ReferralsClientOptions, RequestInfoForHooks } from "../options.ts";
import { startDeadline } from "./attempt.ts";
import { toError } from "./failure.ts";
import { HookFailure, runHook } from "./hook.ts";
import { assertHeaderValue, type HttpRequest, type ServiceConventions } from "./request.ts";
import type { ResponseReader } from "./response.ts";
import { isConnectionError, isRetryable, retryDelay } from "./retry.ts";
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
    const { method, url, path, urlTemplate } = request;
    const { signal, timeoutMs = client.timeoutMs ?? 30_000, retry = client.retry } = options;
    const clientRequestId = options.clientRequestId ?? crypto.randomUUID();
    assertHeaderValue("clientRequestId", clientRequestId);
    const call = {
      method,
      url: url.replace(/\?.*/s, ""),
      path,
      urlTemplate,
      clientRequestId,
      attempts: 0,
      mayHaveExecuted: false,
    };
    const startedAt = Date.now();
    const info = (): RequestInfoForHooks => ({ ...call, call });
    /** The token that the service rejected. Another one is asked for once. */
    let rejectedToken: string | undefined;

    async function sendUntilDone(): Promise<Awaited<ReturnType<typeof read>>> {
      for (let delayMs: number | undefined; ; ) {
        const deadline = startDeadline(signal);
        let token: string | undefined;
        let response: Response | undefined;
        let isSent = false;
        let isExecuted = false;
        let error: ReferralsError;
        try {
          signal?.throwIfAborted();
          if (delayMs) await deadline.wait(delayMs);
          call.attempts++;
          deadline.limit(timeoutMs);
          token = await deadline.race(getToken(deadline.signal, rejectedToken));
          let headers: Record<string, string> | Headers = { ...request.headers };
          for (const name of service.idHeaders) headers[name] = clientRequestId;
          if (userAgent) headers["user-agent"] = userAgent;
          if (client.onRequest) {
            const shown = new Headers(headers);
            await deadline.race(runHook(() => client.onRequest?.({ ...info(), headers: shown })));
            headers = Object.fromEntries(shown);
          }
          headers.authorization = `Bearer ${token}`;
          const sentAt = Date.now();
          isSent = true;
          const { body = null } = request;
          // The token must not follow a redirect to another host. The service sends none.
          const init: RequestInit = { method, headers, body, redirect: "manual", signal: deadline.signal };
          response = await deadline.race(fetch(url, init));
          if (client.onResponse) {
            const { status, headers } = response;
            const durationMs = Date.now() - sentAt;
            await deadline.race(
              runHook(() => client.onResponse?.({ ...info(), status, headers, durationMs })),
            );
          }
          return await deadline.race(read(response, { client, service, call, token }));
        } catch (thrown) {
          const isLate = deadline.signal.aborted;
          deadline.cancel();
          if (thrown instanceof HookFailure) throw thrown.thrown;
          error = toError(thrown, { call, signal, timeoutMs, isLate, response });
          isExecuted =
            isSent &&
            method !== "GET" &&
            (response ? response.ok || response.status > 499 : !isConnectionError(thrown));
          call.mayHaveExecuted ||= isExecuted;
          Object.assign(error, call);
        } finally {
          deadline.clear();
        }

        delayMs = undefined;
        if (error.status === 401 && !rejectedToken && typeof client.token !== "string") {
          rejectedToken = token;
          delayMs = 0;
        } else if (isRetryable(error, request, isExecuted, { ...options, retry })) {
          delayMs = retryDelay(call.attempts, Date.now() - startedAt, retry, error.retryAfterMs);
        }
        if (delayMs === undefined) throw error;
        await client.onRetry?.({ ...info(), delayMs, error });
      }
    }

    let error: unknown;
    try {
      return await sendUntilDone();
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      await client.onComplete?.({ ...info(), durationMs: Date.now() - startedAt, error });
    }
  };
}
