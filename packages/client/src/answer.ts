import { ReferralsApiError } from "./errors/api-error.ts";
import { ReferralsAuthenticationError } from "./errors/authentication-error.ts";
import { ReferralsBadRequestError } from "./errors/bad-request-error.ts";
import { ReferralsConflictError } from "./errors/conflict-error.ts";
import { ReferralsNotFoundError } from "./errors/not-found-error.ts";
import { ReferralsPermissionError } from "./errors/permission-error.ts";
import { ReferralsPreconditionFailedError } from "./errors/precondition-failed-error.ts";
import { ReferralsRateLimitError } from "./errors/rate-limit-error.ts";
import type { ErrorDetails } from "./errors/referrals-error.ts";
import { ReferralsResponseError } from "./errors/response-error.ts";
import { ReferralsServerError } from "./errors/server-error.ts";

const kinds: Record<number, typeof ReferralsApiError> = {
  400: ReferralsBadRequestError,
  401: ReferralsAuthenticationError,
  403: ReferralsPermissionError,
  404: ReferralsNotFoundError,
  409: ReferralsConflictError,
  412: ReferralsPreconditionFailedError,
  422: ReferralsBadRequestError,
  429: ReferralsRateLimitError,
};

/**
 * Makes a reader of answers that returns the body: an object with the property `has`, or `undefined` for a 204.
 *
 * @throws an API error for an error of the service, and ReferralsResponseError for anything the contract does not allow.
 */
export function readAnswer(has: string) {
  return async (response: Response, call: ErrorDetails): Promise<object | undefined> => {
    const { ok, status, headers } = response;
    const text = await response.text();
    const body = parse(text);
    const details = {
      ...call,
      status,
      requestId: headers.get("request-id") ?? headers.get("ms-requestid") ?? undefined,
      body: body ?? text,
    };
    // Errors may come without a body, and 204 does. A redirect that was not followed has the status 0 in browsers.
    const isAllowed = ok ? status === 204 || (body && has in body) : status >= 400 && (body || !text);
    if (!isAllowed) {
      throw new ReferralsResponseError(
        `Not an answer of this API: ${status} ${headers.get("content-type")} without "${has}".`,
        details,
      );
    }
    if (ok) return body;
    // Gateways answer without the documented `error` around code and message.
    const { error = body } = Object(body);
    const { code, message = "Error", target } = Object(error);
    let inner = Object(error);
    while (inner.innerError) inner = inner.innerError;
    const { code: innermostCode = code } = inner;
    const Kind = kinds[status] ?? (status < 500 ? ReferralsApiError : ReferralsServerError);
    throw new Kind(`${message} (${status})`, { ...details, code, innermostCode, target });
  };
}

/** The object that a text is in JSON, if it is one. */
function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
