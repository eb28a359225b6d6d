import { STATUS_CODES } from "node:http";
import { describe, place, type Violation } from "./check/violation.ts";
import type { Contract } from "./contract/contract.ts";
import { resolve } from "./contract/document.ts";
import { type ErrorTemplate, errorTemplateOf } from "./contract/responses.ts";
import type { Route } from "./contract/routes.ts";
import type { Answer, HeaderRule } from "./http/answer.ts";
import { at, isObject, type JsonObject } from "./json.ts";

/** Why a request gets an error for an answer. */
export interface Failure {
  readonly status: number;
  /** A word for programs, more specific than the status. */
  readonly code: string;
  /** A sentence for people, for this very request. */
  readonly reason: string;
  /** What the error is about. The place of the first violation where there is one. */
  readonly target?: string;
  readonly violations?: readonly Violation[];
  readonly headers?: readonly HeaderRule[];
}

/** The longest `message` that the service sends, in characters. */
const longestMessage = 1024;
/** Enough to work through; a hostile body could cause tens of thousands. */
const mostViolations = 100;

/** A failure because of violations. Each is named in the message, as far as it goes, and listed in `innerError`. */
export function violationFailure(
  status: number,
  violations: readonly Violation[],
  subject = "request",
): Failure {
  const count = violations.length === 1 ? "one place" : `${violations.length} places`;
  return {
    status,
    code: "contractViolation",
    reason: `The ${subject} departs from the contract in ${count}.`,
    violations,
  };
}

/** A failure because of violations whose message is the contract's own all the same. */
export function refusal(status: number, violations: readonly Violation[]): Failure {
  const [first] = violations;
  const reason = describe(violations, longestMessage);
  return { status, code: first?.code ?? "", reason, ...(first !== undefined && { target: place(first) }) };
}

/**
 * The answer to a failure, in the shape of the contract's errors. Code and message are those of the contract's example
 * for the status. What is particular to the request is in `target` and `innerError`.
 */
export function failureAnswer(contract: Contract, failure: Failure, route?: Route): Answer {
  const { status, code, reason, violations = [], headers = [] } = failure;
  const template = findTemplate(contract, status, route);
  const [first] = violations;
  const target = failure.target ?? (first === undefined ? undefined : place(first));
  const message = first === undefined ? (template.message ?? reason) : describe(violations, longestMessage);
  const innerError = {
    code,
    message: reason,
    ...(first === undefined ? {} : { violations: violations.slice(0, mostViolations) }),
  };
  return {
    status,
    headers: [...headers, { name: "Content-Type", value: "application/json" }, ...template.headers],
    body: JSON.stringify({ error: { code: template.code, message, target, innerError } }),
  };
}

type FoundTemplate = Omit<ErrorTemplate, "message"> & { readonly message?: string };

/**
 * What the operation says of a status, else what another operation or a named response says. A status that the contract
 * does not know gets the code of the general error of its kind, and no message but ours.
 */
function findTemplate(contract: Contract, status: number, route: Route | undefined): FoundTemplate {
  for (const response of candidates(contract, String(status), STATUS_CODES[status], route)) {
    const template = errorTemplateOf(contract, response);
    if (template !== undefined) return template;
  }
  const general = status < 500 ? 400 : 500;
  if (status !== general) {
    const { code, headers } = findTemplate(contract, general, route);
    return { code, headers };
  }
  return { code: status < 500 ? "badRequest" : "internalServerError", headers: [] };
}

function* candidates(
  { document, resources }: Contract,
  status: string,
  name = "",
  route: Route | undefined,
): Generator<JsonObject> {
  const routes = resources.flatMap((resource) => [...resource.routes.values()]);
  for (const { responses } of route === undefined ? routes : [route, ...routes]) {
    const response = responses.get(status);
    if (response !== undefined) yield response;
  }
  const named = resolve(document, at(document, "components", "responses", name.replaceAll(" ", "")));
  if (isObject(named)) yield named;
}
