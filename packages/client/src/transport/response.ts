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
import { runHook } from "./hook.ts";
import type { CallDetails, ServiceConventions } from "./request.ts";
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
  readonly call: CallDetails;
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
    if (!(body ? ok && hasShape(body, requiredProperty) : status === 204 && allowsEmpty)) {
      throw unexpected(response, text, context, ok ? `not JSON with "${requiredProperty}"` : undefined);
    }
    const { method, urlTemplate } = context.call;
    const { validateResponse } = context.client;
    const violations =
      body &&
      validateResponse &&
      (await runHook(() => validateResponse({ method, urlTemplate, status, body })));
    if (violations?.length) throw unexpected(response, text, context, `not valid: ${violations.join(", ")}`);
    return body;
  };
}

/** Whether a body has the property that it must have. The `value` of a page is an array. */
function hasShape(body: object, requiredProperty: string): boolean {
  return requiredProperty === "value" ? Array.isArray(Object(body).value) : requiredProperty in body;
}

/** Reads the body, which has a limit so that a mistake of the service does not fill the memory. */
export async function readText(response: Response, context: ResponseContext): Promise<string> {
  const { body, headers } = response;
  const { maxResponseBytes = 33_554_432 } = context.client;
  const length = Number(headers.get("content-length"));
  const assertLimit = (bytes: number) => {
    if (bytes > maxResponseBytes)
      throw unexpected(response, "", context, `larger than ${maxResponseBytes} bytes`);
  };
  assertLimit(length);
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
    assertLimit(bytes);
    text += decoder.decode(value, { stream: true });
  }
}

function unexpected(
  response: Response,
  text: string,
  context: ResponseContext,
  reason: string | undefined,
): ReferralsUnexpectedResponseError {
  const location = response.headers.get("location");
  // Without the path and the query, which may hold a secret.
  const target =
    location && URL.canParse(location, response.url) ? new URL(location, response.url).host : "another URL";
  const what = reason
    ? `The response is ${reason}`
    : `The service redirected to ${target}, where the token must not go; check baseUrl`;
  const redacted = redact(text, context);
  return createError(ReferralsUnexpectedResponseError, what, "", response, context, {
    body: parseObject(redacted) ?? redacted,
  });
}

/** The error that a response with an error status stands for. */
export function createApiError(
  response: Response,
  text: string,
  context: ResponseContext,
): ReferralsApiError {
  const { status } = response;
  const redacted = redact(text, context);
  const body = parseObject(redacted);
  // Gateways respond without the documented `error` around code and message.
  const { error = body } = Object(body);
  const { message, description, target } = Object(error);
  let inner = Object(error);
  while (inner.innerError) inner = inner.innerError;
  const code = asText(Object(error).code);
  const innermostCode = asText(inner.code) ?? code;
  let ErrorClass = errorClassByStatus[status] ?? (status < 500 ? ReferralsApiError : ReferralsServerError);
  let advice = body || !text ? "" : " It is not from the API, but from a proxy or gateway; check baseUrl.";
  if (status === 401) {
    if (code === mfaRequired || innermostCode === mfaRequired) ErrorClass = ReferralsMfaRequiredError;
    for (const reason of explainToken(context.token, context.service.tokenScope)) advice += ` ${reason}`;
  }
  const what = asText(message) ?? asText(description) ?? "Error";
  return createError(ErrorClass, what, advice, response, context, {
    body: body ?? redacted,
    code,
    innermostCode,
    target: asText(target),
    fromGateway: (text !== "" && error === body) || undefined,
  });
}

/** A text without the token, should the service repeat it. */
function redact(text: string, { token }: ResponseContext): string {
  return token.length < minRedactedLength ? text : text.replaceAll(token, "[token]");
}

/** What is a text or a number, as it is in the contract; anything else of a hostile service is left out. */
function asText(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? `${value}` : undefined;
}

function createError<E>(
  ErrorClass: new (message: string, details: ErrorDetails) => E,
  what: string,
  advice: string,
  response: Response,
  context: ResponseContext,
  details: ErrorDetails,
): E {
  const { status, headers } = response;
  const id = headers.get("request-id") ?? headers.get("ms-requestid");
  return new ErrorClass(redact(`${what} (${describe(response, context.call)})${advice}`, context), {
    ...context.call,
    status,
    headers,
    retryAfterMs: parseRetryAfter(headers),
    requestId: id ? redact(id, context) : undefined,
    ...details,
  });
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
