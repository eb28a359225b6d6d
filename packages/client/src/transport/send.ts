import type { ReferralsError } from "../errors.ts";
import type { CallOptions, ReferralsClientOptions, RequestInfoForHooks } from "../options.ts";
import { startDeadline, wait } from "./attempt.ts";
import { toError } from "./failure.ts";
import type { HttpRequest, ServiceConventions } from "./request.ts";
import type { ResponseReader } from "./response.ts";
import { isConnectionError, isRetryable, retryDelay } from "./retry.ts";
import type { TokenProvider } from "./token.ts";

/** Sends a request, again if need be, and returns what `read` makes of the response. */
export type Send = <T>(request: HttpRequest, read: ResponseReader<T>, options?: CallOptions) => Promise<T>;

/** Marks what a hook threw: it belongs to the caller, so it is neither wrapped nor retried. */
class HookFailure {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

async function runHook<Info>(hook: ((info: Info) => void) | undefined, info: () => Info): Promise<void> {
  try {
    await hook?.(info());
  } catch (thrown) {
    throw new HookFailure(thrown);
  }
}

/** The one place where requests leave: it adds the token, times out, and retries. */
export function createSend(
  client: ReferralsClientOptions,
  getToken: TokenProvider,
  service: ServiceConventions,
): Send {
  const { userAgent } = client;
  const fetch = client.fetch ?? ((url, init) => globalThis.fetch(url, init));

  return async (request, read, options = {}) => {
    const { method, url, path, urlTemplate } = request;
    const { signal, timeoutMs = client.timeoutMs ?? 30_000, retry = client.retry } = options;
    const clientRequestId = options.clientRequestId ?? crypto.randomUUID();
    const call = { method, path, clientRequestId, attempts: 0, mayHaveExecuted: false };
    const startedAt = Date.now();
    const info = (): RequestInfoForHooks => ({
      call,
      method,
      url: url.replace(/\?.*/s, ""),
      path,
      urlTemplate,
      clientRequestId,
      attempts: call.attempts,
    });
    /** The token that the service rejected. Another one is asked for once. */
    let rejectedToken: string | undefined;

    async function sendUntilDone(): Promise<Awaited<ReturnType<typeof read>>> {
      for (;;) {
        call.attempts++;
        const deadline = startDeadline(timeoutMs, signal);
        let token: string | undefined;
        let response: Response | undefined;
        let isSent = false;
        let error: ReferralsError;
        let isExecuted = false;
        try {
          signal?.throwIfAborted();
          token = await deadline.race(getToken(deadline.signal, rejectedToken));
          const headers = new Headers(request.headers);
          for (const name of service.idHeaders) headers.set(name, clientRequestId);
          if (userAgent) headers.set("user-agent", userAgent);
          if (client.onRequest) await runHook(client.onRequest, () => ({ ...info(), headers }));
          headers.set("authorization", `Bearer ${token}`);
          const sentAt = Date.now();
          isSent = true;
          // The token must not follow a redirect to another host. The service sends none.
          const init = {
            method,
            headers,
            body: request.body ?? null,
            redirect: "manual",
            signal: deadline.signal,
          } as const;
          response = await deadline.race(fetch(url, init));
          if (client.onResponse) {
            const { status, headers } = response;
            const durationMs = Date.now() - sentAt;
            await runHook(client.onResponse, () => ({ ...info(), status, headers, durationMs }));
          }
          return await deadline.race(read(response, { client, service, request, call, token }));
        } catch (thrown) {
          if (thrown instanceof HookFailure) throw thrown.thrown;
          error = toError(thrown, {
            request,
            call,
            signal,
            timeoutMs,
            isSent,
            response,
            isLate: deadline.signal.aborted,
          });
          isExecuted =
            isSent &&
            method !== "GET" &&
            (response ? response.ok || response.status > 499 : !isConnectionError(thrown));
          call.mayHaveExecuted ||= isExecuted;
          Object.assign(error, call);
        } finally {
          deadline.clear();
        }

        let delayMs: number | undefined;
        if (error.status === 401 && !rejectedToken && typeof client.token !== "string") {
          rejectedToken = token;
          delayMs = 0;
        } else if (isRetryable(error, request, isExecuted, { ...options, retry })) {
          delayMs = retryDelay(call.attempts, Date.now() - startedAt, retry, error.retryAfterMs);
        }
        if (delayMs === undefined) throw error;
        await client.onRetry?.({ ...info(), delayMs, error });
        try {
          await wait(delayMs, signal);
        } catch (thrown) {
          throw toError(thrown, {
            request,
            call,
            signal,
            timeoutMs,
            isSent,
            response: undefined,
            isLate: false,
          });
        }
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
