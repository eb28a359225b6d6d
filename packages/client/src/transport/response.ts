import {
  type ErrorDetails,
  ReferralsApiError,
  ReferralsAuthenticationError,
  ReferralsBadRequestError,
  ReferralsConflictError,
  ReferralsNotFoundError,
  ReferralsPermissionError,
  ReferralsPreconditionFailedError,
  ReferralsRateLimitError,
  ReferralsServerError,
  ReferralsUnexpectedResponseError,
} from "../errors.ts";
import { parseRetryAfter } from "./retry.ts";

const errorClassByStatus: Record<number, typeof ReferralsApiError> = {
  400: ReferralsBadRequestError,
  401: ReferralsAuthenticationError,
  403: ReferralsPermissionError,
  404: ReferralsNotFoundError,
  409: ReferralsConflictError,
  412: ReferralsPreconditionFailedError,
  422: ReferralsBadRequestError,
  429: ReferralsRateLimitError,
};

/** Makes something of a response, given what is known about its call. */
export type ResponseReader<T> = (response: Response, call: ErrorDetails) => Promise<T>;

/**
 * Returns a reader of the body, which must be an object with `requiredProperty`, or may be absent with 204 if `allowsEmpty`.
 *
 * The reader throws an API error for an error of the service, and ReferralsUnexpectedResponseError for anything else that
 * the contract does not allow.
 */
export function readBody(
  requiredProperty: string,
  allowsEmpty?: boolean,
): ResponseReader<object | undefined> {
  return async (response, call) => {
    const { ok, status } = response;
    const text = await response.text();
    if (status >= 400) throw createApiError(response, text, call);
    const body = parseObject(text);
    if (body ? ok && requiredProperty in body : status === 204 && allowsEmpty) return body;
    throw new ReferralsUnexpectedResponseError(
      `Not a response of this API: ${describe(response, call)} without "${requiredProperty}".`,
      detailsOf(response, body ?? text, call),
    );
  };
}

/** The error that a response with an error status stands for. */
export function createApiError(response: Response, text: string, call: ErrorDetails): ReferralsApiError {
  const { status } = response;
  const body = parseObject(text);
  // Gateways respond without the documented `error` around code and message.
  const { error = body } = Object(body);
  const { code, message = "Error", target } = Object(error);
  let inner = Object(error);
  while (inner.innerError) inner = inner.innerError;
  const { code: innermostCode = code } = inner;
  const ErrorClass = errorClassByStatus[status] ?? (status < 500 ? ReferralsApiError : ReferralsServerError);
  const fromGateway = (text !== "" && error === body) || undefined;
  return new ErrorClass(`${message} (${describe(response, call)})`, {
    ...detailsOf(response, body ?? text, call),
    code,
    innermostCode,
    target,
    fromGateway,
  });
}

function detailsOf({ status, headers }: Response, body: unknown, call: ErrorDetails): ErrorDetails {
  return {
    ...call,
    status,
    headers,
    body,
    retryAfterMs: parseRetryAfter(headers.get("retry-after")),
    requestId: headers.get("request-id") ?? headers.get("ms-requestid") ?? undefined,
  };
}

function describe({ status, headers }: Response, { method, path }: ErrorDetails): string {
  const type = headers.get("content-type");
  return `${method} ${path}: ${status}${type && !/json/.test(type) ? ` ${type}` : ""}`;
}

/** The object or array that a text is in JSON, if it is one. */
function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
