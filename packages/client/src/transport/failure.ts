import {
  type ErrorDetails,
  ReferralsAbortError,
  ReferralsError,
  ReferralsNetworkError,
  ReferralsTimeoutError,
} from "../errors.ts";
import { timedOut } from "./attempt.ts";
import type { CallDetails } from "./request.ts";
import { isConnectionError } from "./retry.ts";

/** The error that says what ended an attempt. */
export function toError(
  cause: unknown,
  { method, path, url }: CallDetails,
  response: Response | undefined,
  signal: AbortSignal | undefined,
  timeoutMs: number,
): ReferralsError {
  const create = (
    ErrorClass: new (message: string, details: ErrorDetails) => ReferralsError,
    what: string,
    reason?: unknown,
  ) =>
    new ErrorClass(`${method} ${path}${what}${reason === undefined ? "." : `: ${reasonOf(reason)}`}`, {
      status: response?.status,
      headers: response?.headers,
      cause: reason,
    });
  if (signal?.aborted) return create(ReferralsAbortError, " was aborted by its signal", signal.reason);
  if (cause === timedOut) {
    return create(
      ReferralsTimeoutError,
      `: no ${response ? "complete " : ""}response within ${timeoutMs} ms`,
    );
  }
  if (cause instanceof ReferralsError) return cause;
  const what = response
    ? `the response (${response.status}) could not be read to its end`
    : isConnectionError(cause)
      ? `no connection to ${new URL(url).host}`
      : "the connection broke before a response arrived";
  return create(ReferralsNetworkError, `: ${what}`, cause);
}

/** The innermost message: `fetch` says no more than that it failed, and its cause says why. */
function reasonOf(error: unknown): string {
  const { cause, message, code } = Object(error);
  return cause ? reasonOf(cause) : String(message || code || error);
}
