import type { IncomingMessage } from "node:http";
import { checkRequest } from "../check/request.ts";
import { type AnswerBody, checkAnswer } from "../check/response.ts";
import { checkSecurity, securityFailure } from "../check/security.ts";
import type { Violation } from "../check/violation.ts";
import type { Contract, Operation } from "../contract/contract.ts";
import type { Route } from "../contract/routes.ts";
import { type Failure, failureAnswer, refusal, violationFailure } from "../failure.ts";
import { type FoundRoute, findRoute } from "../find-route.ts";
import type { HeaderRule } from "../http/answer.ts";
import { parseJson } from "../http/json-text.ts";
import { isJson } from "../http/media-type.ts";
import type { Target } from "../http/target.ts";
import { type Logger, routeFields, violationFields } from "../log.ts";
import { parseBody, receiveBody } from "../receive.ts";
import type { Responder } from "../serve.ts";
import { toViolationsHeader, violationsHeader } from "../violations-header.ts";
import { type Forwarded, type ForwardOptions, forward } from "./forward.ts";

export interface ProxyRespondOptions extends ForwardOptions {
  readonly errors: boolean;
}

/** Answers what the upstream answers, and reports where either side departs from the contract. */
export function createResponder(contract: Contract, options: ProxyRespondOptions, logger: Logger): Responder {
  return async (request, response, target) => {
    const bytes = await receiveBody(request, response);
    if (bytes !== undefined && "reason" in bytes) return failureAnswer(contract, bytes);
    const found = findRoute(contract, request.method ?? "GET", target.path);
    const route = "route" in found ? found.route : undefined;
    const operation = route && (await contract.operation(route));
    const inspected = operation ? inspect(operation, request, target, bytes) : unknown(found);
    const report = createReport(logger, request, route, inspected.violations);
    if (options.errors && inspected.failure !== undefined) {
      report.log(inspected.failure.status, [], "Request refused");
      return failureAnswer(
        contract,
        { ...inspected.failure, headers: [...(inspected.failure.headers ?? []), ...report.header([])] },
        route,
      );
    }

    const forwarded = await forward(options, request, response, target, bytes);
    if ("reason" in forwarded) {
      report.log(forwarded.status, [], forwarded.reason, true);
      return failureAnswer(contract, { ...forwarded, headers: report.header([]) }, route);
    }
    const { status } = forwarded;
    const departures = operation ? checkAnswer(operation, toReceived(forwarded, request)) : [];
    const header = report.header(departures);
    const isRefused = options.errors && departures.length > 0;
    report.log(status, departures, isRefused ? "Answer refused" : "Passed on");
    if (isRefused) {
      const failure = violationFailure(502, departures, "upstream's answer");
      return failureAnswer(contract, { ...failure, headers: header }, route);
    }
    return {
      status,
      headers: [...forwarded.headers.filter(({ name }) => name !== violationsHeader), ...header],
      ...(request.method !== "HEAD" && { body: forwarded.body }),
    };
  };
}

interface Inspected {
  readonly violations: readonly Violation[];
  /** What the mock would answer; undefined when nothing is wrong. */
  readonly failure: Failure | undefined;
}

/** Everything that is wrong with a request. The first kind of mistake decides how it would be refused. */
function inspect(
  operation: Operation,
  request: IncomingMessage,
  target: Target,
  bytes: Buffer | undefined,
): Inspected {
  const { headers } = request;
  const unauthorized = checkSecurity(operation, headers, target);
  const body = parseBody(operation.route, request, bytes);
  const misread = "violations" in body ? body.violations : [];
  const checked = checkRequest(operation, { target, headers, body: "value" in body ? body.value : undefined })
    // The body that could not be read is not missing.
    .filter(({ location }) => misread.length === 0 || location !== "body");
  const violations = [...unauthorized, ...misread, ...checked];
  if (violations.length === 0) return { violations, failure: undefined };
  if (unauthorized.length > 0) return { violations, failure: securityFailure(operation, unauthorized) };
  if ("status" in body && body.status === 415) return { violations, failure: refusal(415, misread) };
  return { violations, failure: violationFailure(400, violations) };
}

function unknown(found: FoundRoute): Inspected {
  const failure = "failure" in found ? found.failure : undefined;
  const code = failure?.code ?? "methodNotAllowed";
  const message = failure?.reason ?? "OPTIONS is not in the contract";
  return { violations: [{ location: "path", code, message }], failure };
}

function toReceived({ status, headers, body }: Forwarded, request: IncomingMessage) {
  const lowered = Object.fromEntries(headers.map(({ name, value }) => [name, value]));
  const read = (): AnswerBody | undefined => {
    if (request.method === "HEAD") return "unread";
    if (body.length === 0) return undefined;
    return isJson(lowered["content-type"] ?? "") ? parseJson(body) : { value: body.toString() };
  };
  const content = read();
  return { status, headers: lowered, ...(content !== undefined && { body: content }) };
}

/** Tells of one exchange, in the log and in a header. */
function createReport(
  logger: Logger,
  request: IncomingMessage,
  route: Route | undefined,
  onRequest: readonly Violation[],
) {
  return {
    /** One line: a warning when there is something to report. */
    log(status: number, onResponse: readonly Violation[], message: string, isFailure = false): void {
      const fields = route === undefined ? { method: request.method } : routeFields(route);
      const violations = [
        ...violationFields(onRequest, "request"),
        ...violationFields(onResponse, "response"),
      ];
      if (violations.length === 0 && !isFailure) logger.info({ ...fields, status }, message);
      else logger.warn({ ...fields, status, violations }, message);
    },
    header(onResponse: readonly Violation[]): HeaderRule[] {
      if (onRequest.length + onResponse.length === 0) return [];
      return [{ name: violationsHeader, value: toViolationsHeader(onRequest, onResponse) }];
    },
  };
}
