import {
  ReferralsAbortError,
  ReferralsError,
  ReferralsNetworkError,
  ReferralsTimeoutError,
} from "../errors.ts";
import type { CallDetails } from "./request.ts";
import { isConnectionError } from "./retry.ts";

/** What is known about an attempt that failed. */
export interface FailedAttempt {
  readonly call: CallDetails;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly isLate: boolean;
  readonly response: Response | undefined;
}

/** The error that says what ended an attempt. */
export function toError(cause: unknown, attempt: FailedAttempt): ReferralsError {
  const { call, signal, timeoutMs, isLate, response } = attempt;
  const details = { ...call, status: response?.status, headers: response?.headers, cause };
  const operation = `${call.method} ${call.path}`;
  if (signal?.aborted) {
    return new ReferralsAbortError(
      `${operation} was aborted by its signal: ${reasonOf(signal.reason)}`,
      details,
    );
  }
  if (isLate) {
    return new ReferralsTimeoutError(
      `${operation}: no ${response ? "complete " : ""}response within ${timeoutMs} ms.`,
      details,
    );
  }
  if (cause instanceof ReferralsError) return cause;
  const what = response
    ? `the response (${response.status}) could not be read to its end`
    : isConnectionError(cause)
      ? `no connection to ${new URL(call.url).host}`
      : "the connection broke before a response arrived";
  return new ReferralsNetworkError(`${operation}: ${what}: ${reasonOf(cause)}`, details);
}

/** The innermost message: `fetch` says no more than that it failed, and its cause says why. */
function reasonOf(error: unknown): string {
  const { cause, message, code } = Object(error);
  return cause ? reasonOf(cause) : String(message || code || error);
}
