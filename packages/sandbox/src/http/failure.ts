import { errorExample } from "../contract/examples.ts";
import { place, type Violation } from "../contract/violations.ts";

/** The error of the contract's shape. */
interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly target?: string | undefined;
  readonly innerError: {
    readonly code: string;
    readonly message: string;
    readonly violations?: readonly Violation[];
  };
}

/** Why a request is refused. Thrown, and turned into an answer in one place. */
export class Failure extends Error {
  override readonly name = "SandboxError";
  readonly status: number;
  readonly error: ErrorBody;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, error: ErrorBody, headers: Readonly<Record<string, string>>) {
    super(error.message);
    this.status = status;
    this.error = error;
    this.headers = headers;
  }

  /** The body of the answer. */
  get body(): string {
    return JSON.stringify({ error: this.error });
  }
}

interface Details {
  /** Tells what is wrong with this very request. */
  readonly reason: string;
  readonly message?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The longest `message` of the contract, in characters. */
const longestMessage = 1024;
/** Enough to work through; a hostile body could cause thousands. */
const mostViolations = 100;

/** A failure with the code and message that the contract shows for the status. What is particular is in `innerError`. */
export function failure(status: number, code: string, details: Details): Failure {
  const example = errorExample(status);
  const { reason, message = example.message ?? reason, target = example.target, headers = {} } = details;
  const challenge = status === 401 ? { "www-authenticate": "Bearer" } : {};
  const error = { code: example.code, message, target, innerError: { code, message: reason } };
  return new Failure(status, error, { ...challenge, ...headers });
}

/** A failure that lists every violation in `innerError`, and names as many in the message as fit. */
export function violationFailure(violations: readonly Violation[], status = 400): Failure {
  const [first] = violations;
  if (first === undefined) throw new TypeError("There is nothing to report.");
  const count = violations.length === 1 ? "one place" : `${violations.length} places`;
  const error = {
    code: errorExample(status).code,
    message: describe(violations),
    target: place(first),
    innerError: {
      code: "contractViolation",
      message: `The request departs from the contract in ${count}.`,
      violations: violations.slice(0, mostViolations),
    },
  };
  return new Failure(status, error, {});
}

function describe(violations: readonly Violation[]): string {
  let shown = "";
  for (const [index, violation] of violations.entries()) {
    const rest = ` And ${violations.length - index} more.`;
    const next = `${shown}${shown && " "}${place(violation)} ${violation.message}.`;
    if (next.length + rest.length > longestMessage)
      return shown === "" ? `${next.slice(0, longestMessage - 1)}…` : shown + rest;
    shown = next;
  }
  return shown;
}
