import {
  type ErrorDetails,
  ReferralsApiError,
  ReferralsAuthenticationError,
  ReferralsBadRequestError,
  ReferralsConflictError,
  ReferralsMfaRequiredError,
  ReferralsNotFoundError,
  ReferralsPermissionError,
  ReferralsPreconditionFailedError,
  ReferralsRateLimitError,
  ReferralsServerError,
  ReferralsUnexpectedResponseError,
} from "../errors.ts";
import type { ReferralsClientOptions } from "../options.ts";
import { explainToken } from "./explain-token.ts";
import type { HttpRequest, ServiceConventions } from "./request.ts";
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

/** The code of Partner Center for a token without a claim that the user signed in with multifactor authentication. */
const mfaRequired = "900421";

/** A token that is shorter may be part of ordinary text. */
const minRedactedLength = 16;

/** What is known about the call that a response belongs to. */
export interface ResponseContext {
  readonly client: ReferralsClientOptions;
  readonly service: ServiceConventions;
  readonly request: HttpRequest;
  readonly call: ErrorDetails;
  readonly token: string;
}

/** Makes something of a response. */
export type ResponseReader<T> = (response: Response, context: ResponseContext) => Promise<T>;

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
  return async (response, context) => {
    const { ok, status } = response;
    const text = await readText(response, context);
    if (status > 399) throw createApiError(response, text, context);
    const body = parseObject(text);
    if (!(body ? ok && requiredProperty in body : status === 204 && allowsEmpty)) {
      throw unexpected(
        response,
        body ?? text,
        context,
        ok ? `not JSON with "${requiredProperty}"` : undefined,
      );
    }
    const { method, urlTemplate } = context.request;
    const violations = body && context.client.validateResponse?.({ method, urlTemplate, status, body });
    if (violations?.length) throw unexpected(response, body, context, `not valid: ${violations.join(", ")}`);
    return body;
  };
}

/** Reads the body, which has a limit so that a mistake of the service does not fill the memory. */
async function readText(response: Response, context: ResponseContext): Promise<string> {
  const { body, headers } = response;
  const { maxResponseBytes = 33_554_432 } = context.client;
  const length = Number(headers.get("content-length"));
  if (length > maxResponseBytes)
    throw unexpected(response, undefined, context, `larger than ${maxResponseBytes} bytes`);
  // The length is that of the compressed body.
  if (!body || (length && !headers.has("content-encoding"))) return response.text();
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > maxResponseBytes)
      throw unexpected(response, undefined, context, `larger than ${maxResponseBytes} bytes`);
    text += decoder.decode(value, { stream: true });
  }
}

function unexpected(
  response: Response,
  body: unknown,
  { call }: ResponseContext,
  reason: string | undefined,
): ReferralsUnexpectedResponseError {
  const location = response.headers.get("location");
  // Without the path and the query, which may hold a secret.
  const target =
    location && URL.canParse(location, response.url) ? new URL(location, response.url).host : "another URL";
  const what = reason
    ? `The response is ${reason}`
    : `The service redirected to ${target}, which is not followed because the token must not go there; check baseUrl`;
  return new ReferralsUnexpectedResponseError(
    `${what} (${describe(response, call)})`,
    detailsOf(response, body, call),
  );
}

/** The error that a response with an error status stands for. */
export function createApiError(
  response: Response,
  text: string,
  context: ResponseContext,
): ReferralsApiError {
  const { status } = response;
  const { call, token, service } = context;
  const safe = token.length < minRedactedLength ? text : text.replaceAll(token, "[token]");
  const body = parseObject(safe);
  // Gateways respond without the documented `error` around code and message.
  const { error = body } = Object(body);
  const { code, message, description, target } = Object(error);
  let inner = Object(error);
  while (inner.innerError) inner = inner.innerError;
  const { code: innermostCode = code } = inner;
  const fromGateway = (text !== "" && error === body) || undefined;
  let ErrorClass = errorClassByStatus[status] ?? (status < 500 ? ReferralsApiError : ReferralsServerError);
  let advice =
    body || !text ? "" : " This is not an error of the API, but of a proxy or gateway; check baseUrl.";
  if (status === 401) {
    if (`${code}` === mfaRequired || `${innermostCode}` === mfaRequired)
      ErrorClass = ReferralsMfaRequiredError;
    for (const reason of explainToken(token, service.tokenScope)) advice += ` ${reason}`;
  }
  return new ErrorClass(`${message ?? description ?? "Error"} (${describe(response, call)})${advice}`, {
    ...detailsOf(response, body ?? safe, call),
    code: asText(code),
    innermostCode: asText(innermostCode),
    target,
    fromGateway,
  });
}

function asText(code: unknown): string | undefined {
  return code === undefined ? undefined : `${code}`;
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
