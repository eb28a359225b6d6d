import { ApiError, violationError } from "@partner-referrals/server/api-error";
import { negotiate } from "@partner-referrals/server/negotiate";
import {
  bodyExamples,
  type Example,
  examplesOf,
  type JsonObject,
  type MediaType,
  type Operation,
  type Response,
} from "@partner-referrals/spec/model";
import { declaredResponse, mediaTypesOf } from "./media-types.ts";
import type { Preferences } from "./preferences.ts";

/** Which of an operation's responses to give. */
export interface SelectedResponse {
  readonly status: number;
  readonly response: Response;
  /** Undefined for a response without a body. */
  readonly mediaType: MediaType | undefined;
  /** Undefined when the body has to be generated. */
  readonly example: Example | undefined;
  /** Whether a generated body is random, and not always the same. */
  readonly dynamic: boolean;
}

/**
 * Selects the response that a valid request gets.
 *
 * @throws ApiError when the contract has none like it (400) or Accept rules it out (406).
 */
export function selectResponse(
  document: JsonObject,
  operation: Operation,
  preferences: Preferences,
  accept: string | undefined,
): SelectedResponse {
  const { from, code, example: name, dynamic = false } = preferences;
  const found = code === undefined ? defaultResponse(operation, preferences) : responseWith(operation, code);
  if (found === undefined) throw unknownPreference(from, noSuchCode(operation, code));
  const { status, response } = found;
  const offered = mediaTypesOf(response);
  const names = offered.map((mediaType) => mediaType.name);
  const accepted = negotiate(accept, names);
  if (accepted === undefined && offered.length > 0) throw notAcceptable(names);
  const mediaType = offered.find((candidate) => candidate.name === accepted);
  const examples = mediaType === undefined ? [] : examplesOf(document, mediaType);
  const selected = { status, response, mediaType, dynamic };
  if (name === undefined) return { ...selected, example: dynamic ? undefined : examples[0] };
  const example = examples.find((candidate) => candidate.name === name);
  if (example === undefined) throw unknownPreference(from, noSuchExample(document, operation, status, name));
  return { ...selected, example };
}

interface FoundResponse {
  readonly status: number;
  readonly response: Response;
}

function responseWith(operation: Operation, status: number): FoundResponse | undefined {
  const response = declaredResponse(operation, status);
  return response && { status, response };
}

function defaultResponse(
  operation: Operation,
  { wantsRepresentation }: Preferences,
): FoundResponse | undefined {
  const { responses, parameters } = operation;
  const followsPrefer = parameters.some(
    (parameter) => parameter.in === "header" && /^prefer$/i.test(parameter.name),
  );
  const full = responses.get("200");
  const empty = responses.get("204");
  if (followsPrefer && full !== undefined && empty !== undefined) {
    return wantsRepresentation ? { status: 200, response: full } : { status: 204, response: empty };
  }
  const successes = [...responses.keys()].filter((key) => /^2(\d\d|XX)$/.test(key)).sort();
  const [key = responses.has("default") ? "default" : [...responses.keys()][0]] = successes;
  const response = key === undefined ? undefined : responses.get(key);
  if (key === undefined || response === undefined) return undefined;
  return { status: Number(key.replace("XX", "00").replace("default", "200")), response };
}

function unknownPreference(from: Preferences["from"], message: string): ApiError {
  return violationError([{ ...from, code: "preference", message }]);
}

function noSuchCode({ responses, id }: Operation, code = 0): string {
  return `asks for the response ${code}, which ${id} does not have; it has ${[...responses.keys()].join(", ")}`;
}

function noSuchExample(document: JsonObject, operation: Operation, status: number, name: string): string {
  const known = [...operation.responses].flatMap(([code, response]) => {
    const names = new Set(bodyExamples(document, response).map((example) => example.name));
    return names.size === 0 ? [] : [`${code}: ${[...names].join(", ")}`];
  });
  return `asks for the example ${name}, which the response ${status} of ${operation.id} does not have; there are, by code, ${known.join("; ")}`;
}

function notAcceptable(offered: readonly string[]): ApiError {
  const reason = `The response is available as ${offered.join(" or ")}, which Accept rules out.`;
  return new ApiError(406, "notAcceptable", { reason, target: "header/Accept" });
}
