import type { IncomingMessage } from "node:http";
import { ApiError, violationError } from "@partner-referrals/server/api-error";
import { parseJson } from "@partner-referrals/server/json-body";
import { createLogger, type Logger, violationFields } from "@partner-referrals/server/log";
import { isJsonType } from "@partner-referrals/server/negotiate";
import type { Violation } from "@partner-referrals/server/violations";
import type { Operation } from "@partner-referrals/spec/model";
import type { Contract } from "./contract.ts";
import {
  type RequestHandler,
  type RunningServer,
  type ServerOptions,
  startHttpServer,
} from "./http-server.ts";
import { operationFields } from "./log-fields.ts";
import type { PreparedOperation } from "./prism/prepare.ts";
import { forward, type UpstreamResponse } from "./proxy/forward.ts";
import { parseBody, receiveBody, unsupportedMediaType } from "./request-body.ts";
import { findRoute } from "./routing.ts";
import type { HeaderRule, HttpResponse } from "./send.ts";
import type { Target } from "./target.ts";
import { validateRequest } from "./validation/request.ts";
import { type ReceivedResponse, validateResponse } from "./validation/response.ts";
import { unauthorized, validateSecurity } from "./validation/security.ts";
import { formatViolationsHeader, violationsHeader } from "./validation/violations-header.ts";

export interface ProxyOptions extends ServerOptions {
  /** Where requests go, such as `https://api.partner.microsoft.com`. A path in it goes before that of each request. */
  readonly upstream: string | URL;
  /** Rejects invalid requests, and sends 502 instead of a response that violates the contract. Default: false. */
  readonly errors?: boolean;
  /** How long the upstream may take to respond, in milliseconds. Default: 30,000. */
  readonly upstreamTimeout?: number;
}

/**
 * Starts a proxy that checks both sides by the contract. It changes nothing that passes through, and reports violations in
 * its log and in the header `sl-violations`.
 *
 * @throws a `TypeError` when the upstream is not an HTTP URL or the document cannot be served; the error of `node:net` when
 * it cannot listen.
 */
export async function startProxy(options: ProxyOptions): Promise<RunningServer> {
  const upstream = parseUpstream(options.upstream);
  const logger = createLogger("proxy", options.logLevel ?? "warn");
  return startHttpServer(options, logger, (contract) =>
    createProxyHandler(contract, { ...options, upstream }, logger),
  );
}

/** @throws a `TypeError` that says what is wrong with the URL. */
export function parseUpstream(given: string | URL): URL {
  const url = URL.parse(String(given)) ?? undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`The upstream must be an http or https URL, not ${given}.`);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new TypeError("The upstream URL must have no user, password, query or fragment.");
  }
  return url;
}

/** Responds with the response of the upstream, and reports where either side violates the contract. */
function createProxyHandler(
  contract: Contract,
  { upstream, errors = false, upstreamTimeout: timeout = 30_000 }: ProxyOptions & { readonly upstream: URL },
  logger: Logger,
): RequestHandler {
  return async (request, response, target) => {
    const bytes = await receiveBody(request, response);
    const found = await findOperation(contract, request, target);
    const prepared = "operation" in found ? found : undefined;
    const checked = "operation" in found ? checkRequest(found, request, target, bytes) : found;
    const report = createReport(logger, request, prepared?.operation, checked.violations);
    const fail = (error: ApiError, violations: readonly Violation[]): HttpResponse => {
      const result = contract.errorResponse(error, prepared?.operation);
      return { ...result, headers: [...result.headers, ...report.header(violations)] };
    };
    if (errors && checked.error !== undefined) {
      report.log("Request rejected", checked.error.status);
      return fail(checked.error, []);
    }

    let forwarded: UpstreamResponse;
    try {
      forwarded = await forward({ upstream, timeout }, request, response, target, bytes);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      report.warn(error.message, error.status);
      return fail(error, []);
    }
    const { status, headers, body } = forwarded;
    const violations = prepared ? validateResponse(prepared, toReceived(forwarded, request)) : [];
    if (errors && violations.length > 0) {
      report.log("Response rejected", status, violations);
      return fail(violationError(violations, { status: 502, subject: "upstream's response" }), violations);
    }
    report.log("Passed on", status, violations);
    return {
      status,
      headers: [...headers.filter(({ name }) => name !== violationsHeader), ...report.header(violations)],
      ...(request.method !== "HEAD" && { body }),
    };
  };
}

/** What is wrong with a request. */
interface CheckedRequest {
  readonly violations: readonly Violation[];
  /** What the mock would respond; undefined where it would not reject the request. */
  readonly error?: ApiError;
}

async function findOperation(
  contract: Contract,
  { method = "GET" }: IncomingMessage,
  { path }: Target,
): Promise<PreparedOperation | CheckedRequest> {
  try {
    const route = findRoute(contract, method, path);
    if ("operation" in route) return await contract.prepare(route.operation);
    const message = "OPTIONS is not in the contract";
    return { violations: [{ location: "path", code: "methodNotAllowed", message }] };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { violations: [{ location: "path", code: error.code, message: error.details.reason }], error };
  }
}

/** Everything that is wrong with a request. The first kind of mistake decides the error. */
function checkRequest(
  prepared: PreparedOperation,
  request: IncomingMessage,
  target: Target,
  bytes: Buffer | undefined,
): CheckedRequest {
  const { headers } = request;
  const missing = validateSecurity(prepared, headers, target);
  const body = parseBody(prepared.operation, request, bytes);
  const unreadable = "violation" in body ? body.violation : undefined;
  const invalid = validateRequest(prepared, {
    target,
    headers,
    body: "value" in body ? body.value : undefined,
  })
    // The body that could not be read is not missing.
    .filter(({ location }) => unreadable === undefined || location !== "body");
  const violations = [missing, unreadable, ...invalid].filter((violation) => violation !== undefined);
  if (violations.length === 0) return { violations };
  if (missing) return { violations, error: unauthorized(prepared, missing) };
  if ("violation" in body && body.status === 415)
    return { violations, error: unsupportedMediaType(body.violation) };
  return { violations, error: violationError(violations) };
}

function toReceived(
  { status, headers, body }: UpstreamResponse,
  { method }: IncomingMessage,
): ReceivedResponse {
  const lowered = Object.fromEntries(headers.map(({ name, value }) => [name, value]));
  if (method === "HEAD") return { status, headers: lowered, body: "unread" };
  if (body.length === 0) return { status, headers: lowered };
  const isJson = isJsonType(lowered["content-type"] ?? "");
  return { status, headers: lowered, body: isJson ? parseJson(body) : { value: body.toString() } };
}

/** Reports one exchange, in the log and in a header. */
function createReport(
  logger: Logger,
  request: IncomingMessage,
  operation: Operation | undefined,
  onRequest: readonly Violation[],
) {
  const fieldsFor = (status: number, onResponse: readonly Violation[]) => ({
    ...(operation === undefined ? { method: request.method } : operationFields(operation)),
    status,
    violations: [...violationFields(onRequest, "request"), ...violationFields(onResponse, "response")],
  });
  return {
    /** Writes one line: a warning when there are violations. */
    log(message: string, status: number, onResponse: readonly Violation[] = []): void {
      const { violations, ...fields } = fieldsFor(status, onResponse);
      if (violations.length === 0) logger.info(fields, message);
      else logger.warn({ ...fields, violations }, message);
    },
    warn: (message: string, status: number): void => logger.warn(fieldsFor(status, []), message),
    header: (onResponse: readonly Violation[]): HeaderRule[] =>
      onRequest.length + onResponse.length === 0 ? [] : [formatViolationsHeader(onRequest, onResponse)],
  };
}
