import { ApiError, violationError } from "@partner-referrals/server/api-error";
import { createLogger, type Logger, violationFields } from "@partner-referrals/server/log";
import type { Violation } from "@partner-referrals/server/violations";
import { formatViolationsHeader, formatWarningsHeader } from "@partner-referrals/server/violations-header";
import type { Operation } from "@partner-referrals/spec/model";
import type { Contract } from "./contract.ts";
import {
  type RequestHandler,
  type RunningServer,
  type ServerOptions,
  startHttpServer,
} from "./http-server.ts";
import { operationFields } from "./log-fields.ts";
import { receiveBody, unsupportedMediaType } from "./request-body.ts";
import { parsePreferences } from "./responses/preferences.ts";
import { createResponseFactory } from "./responses/response-factory.ts";
import { selectResponse } from "./responses/select-response.ts";
import { findRoute } from "./routing.ts";
import type { HttpResponse } from "./send.ts";
import { singleHeaders } from "./validation/request.ts";
import { unauthorized, validateSecurity } from "./validation/security.ts";

export interface MockOptions extends ServerOptions {
  /** Generates responses from the schemas. Default: false, the contract's examples are the responses. */
  readonly dynamic?: boolean;
  /** Makes generated bodies the same in each run. */
  readonly seed?: string;
  /** Sends 500 instead of a response of the mock that violates the contract. Default: false. */
  readonly errors?: boolean;
}

/**
 * Starts a mock of the referrals API. It keeps no state: what is created is not there afterwards.
 *
 * @throws the error of `node:net` when it cannot listen, for instance with `code: "EADDRINUSE"`; a `TypeError` when the
 * given document cannot be served.
 */
export async function startMock(options: MockOptions = {}): Promise<RunningServer> {
  const logger = createLogger("mock", options.logLevel ?? "warn");
  return startHttpServer(options, logger, (contract) => createMockHandler(contract, options, logger));
}

/** Responds by the contract alone: validates the request, then gives an example or something generated. */
function createMockHandler(contract: Contract, options: MockOptions, logger: Logger): RequestHandler {
  const createResponse = createResponseFactory(contract);

  return async (request, response, target) => {
    const route = findRoute(contract, request.method ?? "GET", target.path);
    if ("options" in route) return route.options;
    const { operation } = route;
    const result = await respond(operation, request, response, target).catch((error: unknown) => {
      if (error instanceof ApiError) return contract.errorResponse(error, operation);
      throw error;
    });
    logger.info({ ...operationFields(operation), status: result.status }, "Responded");
    return result;
  };

  async function respond(
    operation: Operation,
    ...[request, response, received]: Parameters<RequestHandler>
  ): Promise<HttpResponse> {
    const prepared = await contract.validator.prepare(operation);
    const missing = validateSecurity(prepared, request.headers, received);
    if (missing !== undefined) throw unauthorized(prepared, missing);
    const parsed = parsePreferences(singleHeaders(request.headers).prefer, received);
    rejectIfAny(parsed.violations);
    const { dynamic = options.dynamic ?? false, seed = options.seed } = parsed.preferences;
    const preferences = { ...parsed.preferences, dynamic };
    const selected = selectResponse(contract.document, operation, preferences, request.headers.accept);

    const bytes = await receiveBody(request, response);
    const headers = { ...request.headers, prefer: parsed.prefer };
    const outcome = await contract.validator.request(operation, { target: parsed.target, headers, bytes });
    const { unreadable, violations, warnings } = outcome;
    if (unreadable?.status === 415) throw unsupportedMediaType(unreadable.violation);
    if (unreadable !== undefined) throw invalidRequest([unreadable.violation]);
    if (options.strict) rejectIfAny([...violations, ...warnings]);
    rejectIfAny(violations, warnings);

    const created = await createResponse(prepared, selected, seed);
    const result =
      created.violations.length === 0
        ? created.response
        : reportOwn(operation, created.response, created.violations);
    return warnings.length === 0 ? result : reportWarnings(operation, result, warnings);
  }

  function reportWarnings(
    operation: Operation,
    response: HttpResponse,
    warnings: readonly Violation[],
  ): HttpResponse {
    logger.warn(
      { ...operationFields(operation), warnings: violationFields(warnings, "request") },
      "A request names what the contract does not know",
    );
    return { ...response, headers: [...response.headers, formatWarningsHeader(warnings)] };
  }

  /** A response of the mock's own that violates the contract: an example is wrong, or a schema cannot be satisfied. */
  function reportOwn(
    operation: Operation,
    response: HttpResponse,
    violations: readonly Violation[],
  ): HttpResponse {
    logger.warn(
      {
        ...operationFields(operation),
        status: response.status,
        violations: violationFields(violations, "response"),
      },
      "A response of the mock violates the contract",
    );
    const header = formatViolationsHeader([], violations);
    if (!options.errors) return { ...response, headers: [...response.headers, header] };
    throw violationError(violations, {
      status: 500,
      subject: "mock's response",
      headers: { [header.name]: header.value },
    });
  }
}

function rejectIfAny(violations: readonly Violation[], warnings: readonly Violation[] = []): void {
  if (violations.length > 0) throw invalidRequest(violations, warnings);
}

function invalidRequest(violations: readonly Violation[], warnings: readonly Violation[] = []): ApiError {
  const headers = [formatViolationsHeader(violations, [])];
  if (warnings.length > 0) headers.push(formatWarningsHeader(warnings));
  return violationError(violations, {
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
  });
}
