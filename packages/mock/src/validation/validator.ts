import type { IncomingHttpHeaders } from "node:http";
import { parseJson } from "@partner-referrals/server/json-body";
import { isJsonType } from "@partner-referrals/server/negotiate";
import { createUnknownNameFinder, mergeUnknownNames } from "@partner-referrals/server/unknown-names";
import { bodyViolation, type Violation } from "@partner-referrals/server/violations";
import type { OpenApiDocument, Operation } from "@partner-referrals/spec/model";
import { createPreparer, type PreparedOperation } from "../prism/prepare.ts";
import type { Target } from "../target.ts";
import { validateContentType } from "./content-type.ts";
import { validateRequest } from "./request.ts";
import { type ResponseBody, validateResponse } from "./response.ts";

/** A request as it was received. */
export interface RequestInput {
  readonly target: Target;
  readonly headers: IncomingHttpHeaders;
  /** Undefined where there is no body. */
  readonly bytes: Uint8Array | undefined;
}

/** What is wrong with a request. */
export interface RequestOutcome {
  /** Why its body cannot be read: 415 for its type, 400 for its syntax. It is not among `violations`. */
  readonly unreadable?: { readonly status: 400 | 415; readonly violation: Violation };
  readonly violations: readonly Violation[];
  /** What it names and the contract does not know. */
  readonly warnings: readonly Violation[];
}

/** A response as it was received. */
export interface ResponseInput {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where a response has none; `unread` where it cannot be looked at. */
  readonly bytes: Uint8Array | undefined | "unread";
}

/** Validates messages by a contract. */
export interface Validator {
  request(operation: Operation, input: RequestInput): Promise<RequestOutcome>;
  response(operation: Operation, input: ResponseInput): Promise<readonly Violation[]>;
}

/** A validator that works in this thread, and the operations it prepares for Prism. */
export interface LocalValidator extends Validator {
  prepare(operation: Operation): Promise<PreparedOperation>;
}

/** Makes a validator for a document. */
export function createValidator(document: OpenApiDocument): LocalValidator {
  const prepare = createPreparer(document);
  const findUnknownNames = createUnknownNameFinder(document);
  return {
    prepare,
    async request(operation, { target, headers, bytes }) {
      const body = parseBody(operation, headers, bytes);
      const value = "value" in body ? body.value : undefined;
      const { violations, warnings } = mergeUnknownNames(
        validateRequest(await prepare(operation), { target, headers, body: value }),
        findUnknownNames(operation, value),
      );
      if ("value" in body) return { violations, warnings };
      // The body that cannot be read is not missing.
      return {
        unreadable: body,
        violations: violations.filter(({ location }) => location !== "body"),
        warnings,
      };
    },
    async response(operation, { status, headers, bytes }) {
      const body = readBody(headers["content-type"] ?? "", bytes);
      return validateResponse(await prepare(operation), {
        status,
        headers,
        ...(body !== undefined && { body }),
      });
    },
  };
}

function parseBody(
  operation: Operation,
  headers: IncomingHttpHeaders,
  bytes: Uint8Array | undefined,
): { readonly value: unknown } | { readonly status: 400 | 415; readonly violation: Violation } {
  if (bytes === undefined) return { value: undefined };
  const [wrongType] = validateContentType(operation, headers);
  if (wrongType !== undefined) return { status: 415, violation: wrongType };
  if (!isJsonType(headers["content-type"] ?? "")) return { value: Buffer.from(bytes).toString() };
  const parsed = parseJson(bytes);
  return "value" in parsed ? parsed : { status: 400, violation: bodyViolation("", "json", parsed.error) };
}

function readBody(contentType: string, bytes: ResponseInput["bytes"]): ResponseBody | undefined {
  if (bytes === "unread" || bytes === undefined) return bytes;
  return isJsonType(contentType) ? parseJson(bytes) : { value: Buffer.from(bytes).toString() };
}
