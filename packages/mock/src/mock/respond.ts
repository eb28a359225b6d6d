import { checkRequest } from "../check/request.ts";
import { checkSecurity, securityFailure } from "../check/security.ts";
import type { Violation } from "../check/violation.ts";
import type { Contract } from "../contract/contract.ts";
import type { Route } from "../contract/routes.ts";
import { type Failure, failureAnswer, refusal, violationFailure } from "../failure.ts";
import { findRoute } from "../find-route.ts";
import type { Answer } from "../http/answer.ts";
import { singleHeaders } from "../http/headers.ts";
import { type Logger, routeFields, violationFields } from "../log.ts";
import { parseBody, receiveBody } from "../receive.ts";
import type { Responder } from "../serve.ts";
import { toViolationsHeader, violationsHeader } from "../violations-header.ts";
import { createAnswerMaker } from "./answers.ts";
import { choose } from "./choose.ts";
import { readPreferences } from "./preferences.ts";

export interface RespondOptions {
  readonly dynamic: boolean;
  readonly seed: string | undefined;
  readonly errors: boolean;
}

/** Answers by the contract alone: checks the request, then gives an example or something made up. */
export function createResponder(contract: Contract, options: RespondOptions, logger: Logger): Responder {
  const make = createAnswerMaker(contract);
  return async (request, response, received) => {
    const found = findRoute(contract, request.method ?? "GET", received.path);
    if ("options" in found) return found.options;
    if ("failure" in found) return failureAnswer(contract, found.failure);
    const answer = await respondAs(found.route, request, response, received);
    logger.info({ ...routeFields(found.route), status: answer.status }, "Answered");
    return answer;
  };

  async function respondAs(
    route: Route,
    ...[request, response, received]: Parameters<Responder>
  ): Promise<Answer> {
    const fail = (failure: Failure) => failureAnswer(contract, failure, route);
    const operation = await contract.operation(route);
    const unauthorized = checkSecurity(operation, request.headers, received);
    if (unauthorized.length > 0) return fail(securityFailure(operation, unauthorized));
    const asked = readPreferences(singleHeaders(request.headers).prefer, received);
    if (asked.violations.length > 0) return fail(invalid(asked.violations));
    const { dynamic = options.dynamic, seed = options.seed } = asked.preferences;
    const choice = choose(contract, route, { ...asked.preferences, dynamic }, request.headers.accept);
    if ("reason" in choice) return fail(choice);

    const bytes = await receiveBody(request, response);
    if (bytes !== undefined && "reason" in bytes) return fail(bytes);
    const body = parseBody(route, request, bytes);
    if ("violations" in body)
      return fail(body.status === 400 ? invalid(body.violations) : refusal(415, body.violations));
    const headers = { ...request.headers, prefer: asked.prefer };
    const violations = checkRequest(operation, { target: asked.target, headers, body: body.value });
    if (violations.length > 0) return fail(invalid(violations));

    const made = await make(operation, choice, seed);
    if (made.violations.length === 0) return made.answer;
    return reportOwn(made.answer, made.violations, route);
  }

  /** An answer of ours that breaks the contract: an example is wrong, or a schema asks for what cannot be made up. */
  function reportOwn(answer: Answer, violations: readonly Violation[], route: Route): Answer {
    logger.warn(
      { ...routeFields(route), status: answer.status, violations: violationFields(violations, "response") },
      "An answer of the mock departs from the contract",
    );
    const header = { name: violationsHeader, value: toViolationsHeader([], violations) };
    if (!options.errors) return { ...answer, headers: [...answer.headers, header] };
    return failureAnswer(
      contract,
      { ...violationFailure(500, violations, "mock's answer"), headers: [header] },
      route,
    );
  }
}

function invalid(violations: readonly Violation[]): Failure {
  const header = { name: violationsHeader, value: toViolationsHeader(violations, []) };
  return { ...violationFailure(400, violations), headers: [header] };
}
