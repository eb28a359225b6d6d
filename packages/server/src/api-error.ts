import {
  bodyExamples,
  contract,
  getOwn,
  isObject,
  type JsonObject,
  listOperations,
  type Operation,
  propertyOf,
  type Response,
} from "@partner-referrals/spec/model";
import { describeViolations, formatLocation, maxViolations, type Violation } from "./violations.ts";

/** What is particular to one error. */
export interface ErrorDetails {
  /** A sentence about this very request, for `innerError`. */
  readonly reason: string;
  /** Instead of the message that the contract shows for the status. */
  readonly message?: string;
  /** What the error is about. By default the location of the first violation. */
  readonly target?: string;
  readonly violations?: readonly Violation[];
  /** Response headers that belong to the error, such as `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that gets an error response. Thrown, and turned into the response in one place. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  /** A word for programs, more specific than the status. */
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(status: number, code: string, details: ErrorDetails) {
    const { message, violations = [], reason } = details;
    super(message ?? (violations.length > 0 ? describeViolations(violations, 1000) : reason));
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/**
 * An error that lists violations.
 *
 * @param subject what violates the contract
 */
export function violationError(
  violations: readonly Violation[],
  {
    status = 400,
    subject = "request",
    ...details
  }: Partial<ErrorDetails> & { status?: number; subject?: string } = {},
): ApiError {
  const count = violations.length === 1 ? "one place" : `${violations.length} places`;
  const reason = `The ${subject} violates the contract in ${count}.`;
  return new ApiError(status, "contractViolation", { reason, violations, ...details });
}

/** An error response in the contract's shape. */
export interface ErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The response whose example it follows; undefined when the contract shows none for the status. */
  readonly declared?: Response;
}

export type ErrorFormatter = (error: ApiError, operation?: Operation) => ErrorResponse;

/**
 * Makes error responses by the examples of a contract. Code and message are those that it shows for the status: by the
 * operation, else by any other. What is particular to the request is in `target` and `innerError`.
 */
export function createErrorFormatter(document: JsonObject): ErrorFormatter {
  const operations = listOperations(document);
  const maxLength = maxMessageLength(document);
  const templates = new Map<string, ErrorTemplate>();

  function templateFor(status: number, operation: Operation | undefined): ErrorTemplate {
    const key = `${status} ${operation?.id}`;
    const known = templates.get(key) ?? findTemplate(status, operation);
    templates.set(key, known);
    return known;
  }

  function findTemplate(status: number, operation: Operation | undefined): ErrorTemplate {
    for (const { responses } of operation ? [operation, ...operations] : operations) {
      const found = readTemplate(document, responses.get(String(status)));
      if (found) return found;
    }
    const general = status < 500 ? 400 : 500;
    if (status === general) return { code: status < 500 ? "badRequest" : "internalServerError" };
    // A status that the contract does not show gets the code of the general error of its class, and no message.
    const { code, declared } = templateFor(general, operation);
    return { code, ...(declared && { declared }) };
  }

  return (error, operation) => {
    const { status, details } = error;
    const { reason, violations = [], headers = {} } = details;
    const template = templateFor(status, operation);
    const [first] = violations;
    const described = first && describeViolations(violations, maxLength);
    const body = {
      code: template.code,
      message: details.message ?? described ?? template.message ?? reason,
      target: details.target ?? (first ? formatLocation(first) : template.target),
      innerError: {
        code: error.code,
        message: reason,
        ...(first && { violations: violations.slice(0, maxViolations) }),
      },
    };
    return {
      status,
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify({ error: body }),
      ...(template.declared && { declared: template.declared }),
    };
  };
}

/** What every error of a status has in common. */
interface ErrorTemplate {
  readonly code: string;
  readonly message?: string;
  readonly target?: string;
  readonly declared?: Response;
}

/** The first example of a response that is of the shape `{ error: { code, message } }`. */
function readTemplate(document: JsonObject, response: Response | undefined): ErrorTemplate | undefined {
  for (const { value } of bodyExamples(document, response)) {
    const error = getOwn(value, "error");
    if (response === undefined || !isObject(error)) continue;
    const { code, message, target } = error;
    if (typeof code !== "string" || typeof message !== "string") continue;
    return { code, message, declared: response, ...(typeof target === "string" && { target }) };
  }
  return undefined;
}

/** The longest `message` of an error that a document allows, in characters; where it does not say, that of the published one. */
export function maxMessageLength(document: JsonObject): number {
  for (const { responses } of listOperations(document)) {
    for (const { schema } of [...responses.values()].flatMap(({ content }) => content)) {
      const error = propertyOf(document, schema, "error");
      const { maxLength } = (error && propertyOf(document, error.node, "message")?.schema) ?? {};
      if (typeof maxLength === "number") return maxLength;
    }
  }
  return document === contract ? Number.POSITIVE_INFINITY : maxMessageLength(contract);
}
