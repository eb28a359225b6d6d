import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { ApiError, violationError } from "@partner-referrals/server/api-error";
import { createLogger, type Logger, violationFields } from "@partner-referrals/server/log";
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
import { findUpstreamProblem, forward, type UpstreamResponse } from "./proxy/forward.ts";
import { createRecorder, type Recorder } from "./proxy/recorder.ts";
import { parseUpstream } from "./proxy/upstream-url.ts";
import { receiveBody, unsupportedMediaType } from "./request-body.ts";
import { findRoute } from "./routing.ts";
import type { HeaderRule, HttpResponse } from "./send.ts";
import type { Target } from "./target.ts";
import { unauthorized, validateSecurity } from "./validation/security.ts";

export interface ProxyOptions extends ServerOptions {
  /** Where requests go, such as `https://api.partner.microsoft.com`. A path in it goes before that of each request. */
  readonly upstream: string | URL;
  /** Rejects invalid requests, and sends 502 instead of a response that violates the contract. Default: false. */
  readonly errors?: boolean;
  /** How long the upstream may take to respond, in milliseconds. Default: 30,000. */
  readonly upstreamTimeout?: number;
  /**
   * A file for what passes, as HAR 1.2. Names and known values of the contract stay; every other value, name, id and token
   * becomes a placeholder.
   */
  readonly har?: string;
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
  const recorder = options.har === undefined ? undefined : createRecorder(options.har);
  const server = await startHttpServer(options, logger, (contract) =>
    createProxyHandler(contract, { ...options, upstream }, logger, recorder),
  );
  const problem = await findUpstreamProblem(upstream);
  if (problem !== undefined) logger.warn(`${problem} Until it can, requests get 502.`);
  if (recorder === undefined) return server;
  return { ...server, close: () => server.close().finally(() => recorder.close()) };
}

/** Headers that an upstream such as this mock sends too. */
const reportHeaders: ReadonlySet<string> = new Set([violationsHeader, warningsHeader]);

/** Responds with the response of the upstream, and reports where either side violates the contract. */
function createProxyHandler(
  contract: Contract,
  options: ProxyOptions & { readonly upstream: URL },
  logger: Logger,
  recorder: Recorder | undefined,
): RequestHandler {
  const { upstream, errors = false, upstreamTimeout: timeout = 30_000 } = options;
  const via = `partner-referrals-proxy-${randomUUID()}`;
  return async (request, response, target) => {
    const bytes = await receiveBody(request, response);
    const found = findOperation(contract, request, target);
    const operation = "operation" in found ? found.operation : undefined;
    const checked =
      "operation" in found ? await checkRequest(contract, found.operation, request, target, bytes) : found;
    const report = createReport(logger, request, operation, checked);
    const fail = (error: ApiError, violations: readonly Violation[]): HttpResponse => {
      const result = contract.errorResponse(error, operation);
      return { ...result, headers: [...result.headers, ...report.headers(violations)] };
    };
    const rejection = rejectionOf(checked, options);
    if (rejection !== undefined) {
      report.log("Request rejected", rejection.status);
      return fail(rejection, []);
    }

    const startedAt = new Date();
    let forwarded: UpstreamResponse;
    try {
      forwarded = await forward({ upstream, timeout, via }, request, response, target, bytes);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      report.log(error.message, error.status, [], true);
      return fail(error, []);
    }
    const { status, headers, body } = forwarded;
    recorder?.record(startedAt, request, target, bytes, forwarded);
    const violations = operation ? await checkResponse(contract, operation, forwarded, request) : [];
    if (errors && violations.length > 0) {
      report.log("Response rejected", status, violations);
      return fail(violationError(violations, { status: 502, subject: "upstream's response" }), violations);
    }
    report.log("Passed on", status, violations);
    const passed = headers.filter(({ name }) => !reportHeaders.has(name.toLowerCase()));
    return {
      status,
      headers: [...passed, ...report.headers(violations)],
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

function findOperation(
  contract: Contract,
  { method = "GET" }: IncomingMessage,
  { path }: Target,
): { readonly operation: Operation } | CheckedRequest {
  try {
    const route = findRoute(contract, method, path);
    if ("operation" in route) return route;
    const message = "OPTIONS is not in the contract";
    return { violations: [{ location: "path", code: "methodNotAllowed", message }], warnings: [] };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, details } = error;
    return { violations: [{ location: "path", code, message: details.reason }], warnings: [], error };
  }
}

/** Everything that is wrong with a request. The first kind of mistake decides the error. */
async function checkRequest(
  { validator }: Contract,
  operation: Operation,
  { headers }: IncomingMessage,
  target: Target,
  bytes: Buffer | undefined,
): Promise<CheckedRequest> {
  const prepared = await validator.prepare(operation);
  const missing = validateSecurity(prepared, headers, target);
  const {
    unreadable,
    violations: others,
    warnings,
  } = await validator.request(operation, { target, headers, bytes });
  const violations = [missing, unreadable?.violation, ...others].filter(
    (violation) => violation !== undefined,
  );
  if (violations.length === 0) return { violations, warnings };
  if (missing) return { violations, warnings, error: unauthorized(prepared, missing) };
  if (unreadable?.status === 415)
    return { violations, warnings, error: unsupportedMediaType(unreadable.violation) };
  return { violations, warnings, error: violationError(violations) };
}

/** Where a response of the upstream violates the contract. */
async function checkResponse(
  { validator }: Contract,
  operation: Operation,
  { status, headers, body, codingViolation }: UpstreamResponse,
  { method }: IncomingMessage,
): Promise<readonly Violation[]> {
  const values = new Map<string, string>();
  for (const { name, value } of headers) {
    const before = values.get(name.toLowerCase());
    values.set(name.toLowerCase(), before === undefined ? value : `${before}, ${value}`);
  }
  const isUnread = method === "HEAD" || codingViolation !== undefined;
  const violations = await validator.response(operation, {
    status,
    headers: Object.fromEntries(values),
    bytes: isUnread ? "unread" : body.length === 0 ? undefined : body,
  });
  return codingViolation ? [codingViolation, ...violations] : violations;
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
