import { type ReferralsError, ReferralsNetworkError, ReferralsTimeoutError } from "../errors.ts";
import type { CallOptions, RetryOptions } from "../options.ts";
import type { HttpRequest } from "./request.ts";

/** Status codes that say "try again later". */
const retriedStatuses: readonly (number | undefined)[] = [429, 503, 504];

/**
 * Codes of Node and Bun for a connection that was never established, be it because of a certificate, so that the request
 * cannot have arrived.
 */
const connectionErrorCodes = /REFUSED|NOTFOUND|EAI_AGAIN|UNREACH|CONNECT_TIMEOUT|CERT|SIGNATURE/i;

/** Whether the failure of an attempt may pass, and sending the request again cannot execute it twice. */
export function isRetryable(
  error: ReferralsError,
  { method, headers }: HttpRequest,
  executed: boolean,
  { retryable, retry }: Pick<CallOptions, "retry" | "retryable">,
): boolean {
  const { status, retryAfterMs } = error;
  const isTransient =
    error instanceof ReferralsNetworkError ||
    error instanceof ReferralsTimeoutError ||
    retriedStatuses.includes(status);
  // Only a change to one known state of the referral cannot be made twice; `*` stands for any state.
  const isConditional = headers["if-match"]?.includes('"');
  const isThrottled = status === 429 && retryAfterMs && Object(retry).throttledWrites !== false;
  const isSafe = method === "GET" || isConditional || retryable || isThrottled || (!status && !executed);
  return isTransient && Boolean(isSafe);
}

/** Whether an error of `fetch` means that no connection was established. */
export function isConnectionError(error: unknown): boolean {
  // The code is on the error or on one of its causes. An established connection can become unreachable, too.
  const { code, syscall, cause } = Object(error);
  return code
    ? connectionErrorCodes.test(code) && !/read|write/.test(syscall)
    : cause !== undefined && isConnectionError(cause);
}

/**
 * How long to wait before the next attempt, in milliseconds, or `undefined` to give up. The service's `Retry-After` is
 * obeyed; otherwise the wait is random below a bound that doubles each time.
 */
export function retryDelay(
  attempts: number,
  elapsedMs: number,
  retry: RetryOptions | false = {},
  retryAfterMs?: number,
): number | undefined {
  const { maxRetries = 3, maxElapsedMs = 60_000, baseDelayMs = 500 } = retry || { maxRetries: 0 };
  const delay = retryAfterMs ?? Math.random() * baseDelayMs * 2 ** (attempts - 1);
  return attempts > maxRetries || elapsedMs + delay > maxElapsedMs ? undefined : delay;
}

/** `Retry-After` in milliseconds from now: it holds seconds, or a date by the clock of the service. */
export function parseRetryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after") ?? "";
  const now = Date.parse(headers.get("date") ?? "") || Date.now();
  const delay = Number(value) * 1000 || Date.parse(value) - now;
  return delay > 0 && delay < Infinity ? delay : undefined;
}
