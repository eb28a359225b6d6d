import type { FastifyReply, FastifyRequest } from "fastify";
import type { Operation } from "../contract/operations.ts";
import type { ParameterValue } from "../contract/parameters.ts";
import type { Caller } from "../organizations/caller.ts";
import type { Universe } from "../universe.ts";

/** A request on its way through the sandbox. */
export interface RequestContext {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Undefined when the contract has none for the request. */
  readonly operation: Operation | undefined;
  readonly universe: Universe;
  /** When it arrived, in the universe's time, in milliseconds. */
  readonly time: number;
  /** Still percent-encoded. */
  readonly path: string;
  /** What comes after the question mark. */
  readonly query: string;
}

/** A valid request of an authenticated caller, as the handler of its operation gets it. */
export interface OperationContext {
  readonly universe: Universe;
  readonly operation: Operation;
  readonly caller: Caller;
  /** Path, query and header parameters by the names of the contract. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Valid by the operation's schema. */
  readonly body: unknown;
  /** Where the caller reached the sandbox, such as `http://127.0.0.1:4020`. */
  readonly baseUrl: string;
}

/** What a handler responds. */
export interface HandlerResult {
  readonly status: number;
  /** JSON, in bytes in UTF-8; undefined for an empty response. */
  readonly body?: string | Buffer | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Runs an operation. @throws an ApiError for an error response. */
export type Handler = (context: OperationContext) => HandlerResult;

/** A text parameter. */
export function textParameter({ parameters }: OperationContext, name: string): string | undefined {
  const value = parameters[name];
  return typeof value === "string" ? value : undefined;
}

/** A number parameter. */
export function numberParameter({ parameters }: OperationContext, name: string): number | undefined {
  const value = parameters[name];
  return typeof value === "number" ? value : undefined;
}

export function jsonResult(value: unknown): HandlerResult {
  return { status: 200, body: JSON.stringify(value) };
}

/** The body as it was sent, if it has arrived. */
export function bodyBytes({ body }: FastifyRequest): Buffer | undefined {
  return Buffer.isBuffer(body) ? body : undefined;
}

/** Path and query of a request target. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const mark = target.indexOf("?");
  return mark < 0
    ? { path: target, query: "" }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}
