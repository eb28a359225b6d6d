import type { IncomingMessage } from "node:http";
import { ApiError, violationError } from "@partner-referrals/server/api-error";
import { parseJson } from "@partner-referrals/server/json-body";
import { createLogger, type Logger, violationFields } from "@partner-referrals/server/log";
import { isJsonType } from "@partner-referrals/server/negotiate";
import { mergeUnknownNames } from "@partner-referrals/server/unknown-names";
import type { Violation } from "@partner-referrals/server/violations";
import {
  formatViolationsHeader,
  formatWarningsHeader,
  violationsHeader,
  warningsHeader,
} from "@partner-referrals/server/violations-header";
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

/** Headers that an upstream such as this mock sends too. */
const reportHeaders: ReadonlySet<string> = new Set([violationsHeader, warningsHeader]);

/** Responds with the response of the upstream, and reports where either side violates the contract. */
function createProxyHandler(
  contract: Contract,
  options: ProxyOptions & { readonly upstream: URL },
  logger: Logger,
): RequestHandler {
  const { upstream, errors = false, upstreamTimeout: timeout = 30_000 } = options;
  return async (request, response, target) => {
    const bytes = await receiveBody(request, response);
    const found = await findOperation(contract, request, target);
    const prepared = "operation" in found ? found : undefined;
    const checked = "operation" in found ? checkRequest(contract, found, request, target, bytes) : found;
    const report = createReport(logger, request, prepared?.operation, checked);
    const fail = (error: ApiError, violations: readonly Violation[]): HttpResponse => {
      const result = contract.errorResponse(error, prepared?.operation);
      return { ...result, headers: [...result.headers, ...report.headers(violations)] };
    };
    const rejection = rejectionOf(checked, options);
    if (rejection !== undefined) {
      report.log("Request rejected", rejection.status);
      return fail(rejection, []);
    }

    let forwarded: UpstreamResponse;
    try {
      forwarded = await forward({ upstream, timeout }, request, response, target, bytes);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      report.log(error.message, error.status, [], true);
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
      headers: [...headers.filter(({ name }) => !reportHeaders.has(name)), ...report.headers(violations)],
      ...(request.method !== "HEAD" && { body }),
    };
  };
}

/** What is wrong with a request. */
interface CheckedRequest {
  readonly violations: readonly Violation[];
  /** What it names and the contract does not know. */
  readonly warnings: readonly Violation[];
  /** What the mock would respond; undefined where it would not reject the request. */
  readonly error?: ApiError;
}

/** The error for a request that is not to be forwarded. */
function rejectionOf(
  { error, warnings }: CheckedRequest,
  { errors, strict }: ProxyOptions,
): ApiError | undefined {
  if (errors && error !== undefined) return error;
  return strict && warnings.length > 0 ? violationError(warnings) : undefined;
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
    return { violations: [{ location: "path", code: "methodNotAllowed", message }], warnings: [] };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, details } = error;
    return { violations: [{ location: "path", code, message: details.reason }], warnings: [], error };
  }
}

/** Everything that is wrong with a request. The first kind of mistake decides the error. */
function checkRequest(
  contract: Contract,
  prepared: PreparedOperation,
  request: IncomingMessage,
  target: Target,
  bytes: Buffer | undefined,
): CheckedRequest {
  const { headers } = request;
  const missing = validateSecurity(prepared, headers, target);
  const body = parseBody(prepared.operation, request, bytes);
  const unreadable = "violation" in body ? body.violation : undefined;
  const value = "value" in body ? body.value : undefined;
  const { violations: invalid, warnings } = mergeUnknownNames(
    validateRequest(prepared, { target, headers, body: value }),
    contract.findUnknownNames(prepared.operation, value),
  );
  // The body that could not be read is not missing.
  const others = invalid.filter(({ location }) => unreadable === undefined || location !== "body");
  const violations = [missing, unreadable, ...others].filter((violation) => violation !== undefined);
  if (violations.length === 0) return { violations, warnings };
  if (missing) return { violations, warnings, error: unauthorized(prepared, missing) };
  if ("violation" in body && body.status === 415)
    return { violations, warnings, error: unsupportedMediaType(body.violation) };
  return { violations, warnings, error: violationError(violations) };
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

/** Reports one exchange, in the log and in headers. */
function createReport(
  logger: Logger,
  request: IncomingMessage,
  operation: Operation | undefined,
  { violations: onRequest, warnings }: CheckedRequest,
) {
  return {
    log(message: string, status: number, onResponse: readonly Violation[] = [], isFailure = false): void {
      const violations = [
        ...violationFields(onRequest, "request"),
        ...violationFields(onResponse, "response"),
      ];
      const fields = {
        ...(operation === undefined ? { method: request.method } : operationFields(operation)),
        status,
        ...((violations.length > 0 || isFailure) && { violations }),
        ...(warnings.length > 0 && { warnings: violationFields(warnings, "request") }),
      };
      const isWarning = isFailure || violations.length + warnings.length > 0;
      logger[isWarning ? "warn" : "info"](fields, message);
    },
    headers: (onResponse: readonly Violation[]): HeaderRule[] => [
      ...(onRequest.length + onResponse.length > 0 ? [formatViolationsHeader(onRequest, onResponse)] : []),
      ...(warnings.length > 0 ? [formatWarningsHeader(warnings)] : []),
    ],
  };
}
