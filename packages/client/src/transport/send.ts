import type { ReferralsError } from "../errors.ts";
import type { CallOptions, ReferralsClientOptions, RequestInfoForHooks } from "../options.ts";
import { startDeadline } from "./attempt.ts";
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

    let wasSent = false;

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
            await runHook(client.onRequest, () => ({ ...info(), headers: shown }));
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
            await runHook(client.onResponse, () => ({ ...info(), status, headers, durationMs }));
          }
          return await deadline.race(read(response, { client, service, request, call, token }));
        } catch (thrown) {
          if (thrown instanceof HookFailure) throw thrown.thrown;
          const isLate = deadline.signal.aborted;
          wasSent ||= isSent;
          error = toError(thrown, { request, call, signal, timeoutMs, wasSent, isLate, response });
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
