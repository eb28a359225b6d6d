import { type ReferralsError, ReferralsNetworkError, ReferralsTimeoutError } from "../errors.ts";
import type { RetryOptions } from "../options.ts";
import type { HttpRequest } from "./request.ts";

/** Status codes that say "try again later". */
const retriedStatuses: readonly (number | undefined)[] = [429, 503, 504];

/**
 * Codes of Node and Bun for a connection that was never established, be it because of a certificate, so that the request
 * cannot have arrived.
 */
const connectionErrorCodes = /REFUSED|NOTFOUND|EAI_AGAIN|UNREACH|CONNECT_TIMEOUT|CERT|SIGNATURE/i;

/**
 * How long to wait before the request is sent again, in milliseconds. `undefined` to give up: because the failure will not
 * pass, or because sending the request again could execute it twice. The service's `Retry-After` is obeyed; otherwise the
 * wait is random below a bound that doubles each time.
 */
export function retryDelay(
  error: ReferralsError,
  { method, headers }: HttpRequest,
  isExecuted: boolean,
  attempts: number,
  elapsedMs: number,
  retryable: boolean | undefined,
  retry: RetryOptions | false | undefined = {},
): number | undefined {
  const { status, retryAfterMs } = error;
  const {
    maxRetries = 3,
    maxElapsedMs = 60_000,
    baseDelayMs = 500,
    throttledWrites = true,
  } = retry || { maxRetries: 0 };
  const isTransient =
    error instanceof ReferralsNetworkError ||
    error instanceof ReferralsTimeoutError ||
    retriedStatuses.includes(status);
  const isSafe =
    method === "GET" ||
    retryable ||
    // Only a change to one known state of the referral cannot be made twice; `*` stands for any state.
    headers["if-match"]?.includes('"') ||
    (status ? status === 429 && retryAfterMs && throttledWrites : !isExecuted);
  const delay = retryAfterMs ?? Math.random() * baseDelayMs * 2 ** (attempts - 1);
  return isTransient && isSafe && attempts <= maxRetries && elapsedMs + delay <= maxElapsedMs
    ? delay
    : undefined;
}

/** Whether an error of `fetch` means that no connection was established. */
export function isConnectionError(error: unknown): boolean {
  // The code is on the error or on one of its causes. An established connection can become unreachable, too.
  const { code, syscall, cause } = Object(error);
  return code
    ? connectionErrorCodes.test(code) && !/read|write/.test(syscall)
    : cause !== undefined && isConnectionError(cause);
}

/** `Retry-After` in milliseconds from now: it holds seconds, or a date by the clock of the service. */
export function parseRetryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after") ?? "";
  const now = Date.parse(headers.get("date") ?? "") || Date.now();
  const delay = Number(value) * 1000 || Date.parse(value) - now;
  return delay > 0 && delay < Infinity ? delay : undefined;
}
