import {
  type ErrorDetails,
  ReferralsApiError,
  ReferralsAuthenticationError,
  ReferralsBadRequestError,
  ReferralsConflictError,
  type ReferralsError,
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
 * Returns a reader of the body, which must be an object with `requiredProperty`, or may be absent with 204 if `mayBeEmpty`.
 *
 * The reader throws an API error for an error of the service, and ReferralsUnexpectedResponseError for anything else that
 * the contract does not allow.
 */
export function readBody(requiredProperty: string, mayBeEmpty?: boolean): ResponseReader<object | undefined> {
  return async (response, context) => {
    const { ok, status } = response;
    const text = await readText(response, context);
    if (status > 399) throw createApiError(response, text, context);
    const body = parseObject(text);
    if (!(body ? ok && hasShape(body, requiredProperty) : status === 204 && mayBeEmpty)) {
      const violation = ok
        ? `The response is not JSON with "${requiredProperty}"`
        : describeRedirect(response);
      throw createApiError(response, text, context, violation);
    }
    const { method, urlTemplate } = context.call;
    const { validateResponse } = context.client;
    const violations =
      body &&
      validateResponse &&
      (await runHook(() => validateResponse({ method, urlTemplate, status, body })));
    if (violations?.length) {
      throw createApiError(response, text, context, `The response is not valid: ${violations.join(", ")}`);
    }
    return body;
  };
}

/** Whether a body has the property that it must have. The `value` of a page is an array. */
function hasShape(body: object, requiredProperty: string): boolean {
  return requiredProperty === "value" ? Array.isArray(Object(body).value) : requiredProperty in body;
}

/** Reads the body, which has a limit so that a mistake of the service does not fill the memory. */
export function readText(response: Response, context: ResponseContext): Promise<string> {
  const { body, headers } = response;
  const { maxResponseBytes = 33_554_432 } = context.client;
  const assertLimit = (bytes: number) => {
    if (bytes > maxResponseBytes)
      throw createApiError(response, "", context, `The response is larger than ${maxResponseBytes} bytes`);
  };
  const length = Number(headers.get("content-length"));
  assertLimit(length);
  // The length is that of the compressed body.
  return !body || (length && !headers.has("content-encoding"))
    ? response.text()
    : readStream(body, assertLimit);
}

async function readStream(
  body: ReadableStream<Uint8Array>,
  assertLimit: (bytes: number) => void,
): Promise<string> {
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

/** What a redirect says; nobody follows it. */
function describeRedirect({ headers, url }: Response): string {
  const location = headers.get("location");
  // Without the path and the query, which may hold a secret.
  const target = location && URL.canParse(location, url) ? new URL(location, url).host : "another URL";
  return `The service redirected to ${target}, where the token must not go; check baseUrl`;
}

/**
 * The error that a response with an error status stands for; with `violation`, the error for a response that the contract
 * does not allow.
 */
export function createApiError(
  { status, headers }: Response,
  text: string,
  { call, service, token }: ResponseContext,
  violation?: string,
): ReferralsError {
  // The service may repeat the token.
  const redact = (value: string) =>
    token.length < minRedactedLength ? value : value.replaceAll(token, "[token]");
  const body = parseObject(redact(text));
  // Gateways respond without the documented `error` around code and message.
  const { error = body } = Object(body);
  let inner = Object(error);
  const { message, description, target } = inner;
  const code = asText(inner.code);
  while (inner.innerError) inner = inner.innerError;
  const innermostCode = asText(inner.code) ?? code;
  let ErrorClass: new (message: string, details: ErrorDetails) => ReferralsError =
    errorClassByStatus[status] ?? (status < 500 ? ReferralsApiError : ReferralsServerError);
  let advice = body || !text ? "" : " It is not from the API, but from a proxy or gateway; check baseUrl.";
  if (status === 401) {
    if ([code, innermostCode].includes(mfaRequired)) ErrorClass = ReferralsMfaRequiredError;
    for (const reason of explainToken(token, service.tokenScope)) advice += ` ${reason}`;
  }
  if (violation) {
    ErrorClass = ReferralsUnexpectedResponseError;
    advice = "";
  }
  const what = violation ?? asText(message) ?? asText(description) ?? "Error";
  const type = headers.get("content-type") ?? "json";
  const received = `${call.method} ${call.path}: ${status}${/json/.test(type) ? "" : ` ${type}`}`;
  return new ErrorClass(redact(`${what} (${received})${advice}`), {
    status,
    headers,
    retryAfterMs: parseRetryAfter(headers),
    requestId: redact(headers.get("request-id") ?? headers.get("ms-requestid") ?? "") || undefined,
    body: body ?? redact(text),
    code,
    innermostCode,
    target: asText(target),
    fromGateway: (!violation && text !== "" && error === body) || undefined,
  });
}

/** What is a text or a number, as it is in the contract; anything else of a hostile service is left out. */
function asText(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? `${value}` : undefined;
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
