import type { FastifyReply, FastifyRequest } from "fastify";
import { type Caller, identify } from "../auth/caller.ts";
import type { Operation } from "../contract/operations.ts";
import { schemaErrors } from "../contract/validator.ts";
import { inBody, toViolations, type Violation } from "../contract/violations.ts";
import type { Answer, Handler } from "../exchange.ts";
import type { Log } from "../log.ts";
import { defaultUniverse, type Universe, type Universes, universeHeader } from "../universe.ts";
import { acceptsJson } from "./accept.ts";
import { failure, violationFailure } from "./failure.ts";
import { hostPattern } from "./host-names.ts";
import { parseJson } from "./json-text.ts";
import { readParameters } from "./parameters.ts";
import { bytesOf, type Passage, splitTarget } from "./reply.ts";

function universeOf(universes: Universes, request: FastifyRequest): Universe | undefined {
  const name = request.headers[universeHeader];
  return universes.get(typeof name === "string" ? name : defaultUniverse);
}

/** Starts the passage of a request. What has expired meanwhile is closed first. */
export function beginPassage(
  { universes, log }: { readonly universes: Universes; readonly log: Log },
  operation: Operation | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Passage {
  const found = universeOf(universes, request);
  const universe = found ?? universes.get(defaultUniverse);
  if (universe === undefined) throw new TypeError("There is no default universe.");
  const { path, query } = splitTarget(request.url);
  const passage = { request, reply, operation, universe, log, time: universe.clock.now(), path, query };
  if (found !== undefined) universe.catchUp();
  return passage;
}

/**
 * The universe that a request is for, made if it is new.
 *
 * @throws a failure when the header names no universe that there is or could be.
 */
export function requireUniverse(universes: Universes, request: FastifyRequest): Universe {
  const found = universeOf(universes, request);
  if (found !== undefined) return found;
  const message =
    "must be 1 to 64 letters, digits, dots, hyphens and underscores; and there are at most 1,000 universes";
  throw violationFailure([{ location: "header", name: universeHeader, code: "universe", message }]);
}

/** @throws a failure when the request must not be read any further: 406, 401 or 403. */
export function admit({ universe, request }: Passage, operation: Operation): Caller {
  if (!acceptsJson(request.headers.accept))
    throw failure(406, "notAcceptable", { reason: "The Accept header rules out application/json." });
  return identify(universe, operation, request.headers.authorization);
}

/** Reads the rest of a request, and carries it out. */
export function carryOut(
  passage: Passage,
  operation: Operation,
  caller: Caller,
  handler: Handler,
  own: string,
): Answer {
  const { request, universe, path, query } = passage;
  const { headers } = request;
  const { values, violations } = readParameters(operation, { path, query, headers });
  const body = readBody(operation, bytesOf(request));
  const all = [...violations, ...body.violations];
  if (all.length > 0) throw violationFailure(all);
  return handler({
    universe,
    operation,
    caller,
    parameters: values,
    body: body.value,
    origin: originOf(request, own),
  });
}

function readBody(
  operation: Operation,
  bytes: Uint8Array | undefined,
): { value?: unknown; violations: Violation[] } {
  if (operation.bodySchema === undefined) return { violations: [] };
  if (bytes === undefined || bytes.length === 0)
    return { violations: [inBody("", "required", "is required")] };
  const parsed = parseJson(bytes);
  if ("error" in parsed) return { violations: [inBody("", "syntax", parsed.error)] };
  return { value: parsed.value, violations: toViolations(schemaErrors(operation.bodySchema, parsed.value)) };
}

/** Where the caller reached the sandbox, or a proxy before it: links in answers lead there again. */
function originOf({ headers }: FastifyRequest, own: string): string {
  const forwarded = headers["x-forwarded-host"];
  const host = typeof forwarded === "string" ? forwarded : (headers.host ?? "");
  const scheme = headers["x-forwarded-proto"] === "https" ? "https" : "http";
  return hostPattern.test(host) ? `${scheme}://${host}` : own;
}
