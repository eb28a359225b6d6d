import type { CallOptions, RetryOptions } from "./options.ts";

/** Codes that Node and Bun give when no connection was made, so that the request cannot have arrived. */
const unreached = /REFUSED|NOTFOUND|EAI_AGAIN|UNREACH|CONNECT_TIMEOUT/i;

/** Whether repeating the call cannot do anything twice. */
export function mayRepeat(
  method: string,
  headers: Headers,
  { repeatable }: CallOptions,
  cause?: unknown,
): boolean | undefined {
  // Only a change to one known state of the referral cannot be made twice; `*` stands for any state.
  const isConditional = /"/.test(String(headers.get("if-match")));
  return method === "GET" || isConditional || repeatable || unreached.test(codeOf(cause));
}

/**
 * How long to wait before the next attempt, in milliseconds, or `undefined` to give up. A `Retry-After` of the service
 * is obeyed; otherwise the wait is random below a bound that doubles each time.
 */
export function delayBefore(
  attempt: number,
  elapsedMs: number,
  retry: RetryOptions | false = {},
  retryAfter?: string | null,
): number | undefined {
  const { limit = 3, maxElapsedMs = 60_000, baseDelayMs = 500 } = retry || { limit: 0 };
  const delay = parseRetryAfter(retryAfter) ?? Math.random() * baseDelayMs * 2 ** (attempt - 1);
  return attempt > limit || elapsedMs + delay > maxElapsedMs ? undefined : delay;
}

/** `Retry-After` in milliseconds from now: it holds seconds or a date. */
function parseRetryAfter(value: string | null = ""): number | undefined {
  const delay = Number(value) * 1000 || Date.parse(value ?? "") - Date.now();
  return delay > 0 ? delay : undefined;
}

/** The code of a failed `fetch` is on the error or on its cause. */
function codeOf(error: unknown): string {
  const { code, cause } = Object(error);
  return code ?? (cause ? codeOf(cause) : "");
}
