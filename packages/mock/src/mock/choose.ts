import type { Contract } from "../contract/contract.ts";
import { type Example, examplesOf, findResponse, mediaTypesOf } from "../contract/responses.ts";
import type { Route } from "../contract/routes.ts";
import { type Failure, violationFailure } from "../failure.ts";
import { negotiate } from "../http/media-type.ts";
import type { JsonObject } from "../json.ts";
import type { Preferences } from "./preferences.ts";

/** Which of an operation's answers to give. */
export interface Choice {
  readonly status: number;
  readonly response: JsonObject;
  /** Undefined for an answer without a body. */
  readonly mediaType: string | undefined;
  /** Undefined when the body has to be generated. */
  readonly example: Example | undefined;
  /** Whether a generated body is random, and not always the same. */
  readonly dynamic: boolean;
}

/** Chooses the answer that a valid request gets. */
export function choose(
  contract: Contract,
  route: Route,
  preferences: Preferences,
  accept: string | undefined,
): Choice | Failure {
  const { asked, code, dynamic = false } = preferences;
  const found = chooseResponse(route, preferences);
  if (found === undefined) return refuse(asked, noSuchCode(route, code));
  const { status, response } = found;
  const offered = mediaTypesOf(response);
  const mediaType = offered.length === 0 ? undefined : negotiate(accept, offered);
  if (mediaType === undefined && offered.length > 0) return notAcceptable(offered);
  const examples = mediaType === undefined ? [] : examplesOf(contract, response, mediaType);
  const choice = { status, response, mediaType, dynamic };
  if (preferences.example === undefined) return { ...choice, example: dynamic ? undefined : examples[0] };
  const example = examples.find(({ name }) => name === preferences.example);
  if (example === undefined)
    return refuse(asked, noSuchExample(contract, route, status, preferences.example));
  return { ...choice, example };
}

function chooseResponse(
  route: Route,
  { code, wantsRepresentation }: Preferences,
): { status: number; response: JsonObject } | undefined {
  if (code !== undefined) return withStatus(code, findResponse(route, code));
  const { responses, parameters } = route;
  const followsPrefer = parameters.some(
    ({ in: place, name }) => place === "header" && /^prefer$/i.test(name),
  );
  const full = responses.get("200");
  const empty = responses.get("204");
  if (followsPrefer && full !== undefined && empty !== undefined) {
    return wantsRepresentation ? { status: 200, response: full } : { status: 204, response: empty };
  }
  const successes = [...responses.keys()].filter((key) => /^2(\d\d|XX)$/.test(key)).sort();
  const [key = responses.has("default") ? "default" : ([...responses.keys()][0] ?? "")] = successes;
  return withStatus(Number(key.replace("XX", "00").replace("default", "200")), responses.get(key));
}

function withStatus(status: number, response: JsonObject | undefined) {
  return response === undefined ? undefined : { status, response };
}

function refuse(asked: Preferences["asked"], message: string): Failure {
  return violationFailure(400, [{ ...asked, code: "preference", message }]);
}

function noSuchCode({ responses, id }: Route, code = 0): string {
  return `asks for the response ${code}, which ${id} does not have; it has ${[...responses.keys()].join(", ")}`;
}

function noSuchExample(contract: Contract, route: Route, status: number, asked: string): string {
  const known = [...route.responses].flatMap(([code, response]) => {
    const examples = mediaTypesOf(response).flatMap((type) => examplesOf(contract, response, type));
    const names = [...new Set(examples.map(({ name }) => name))].join(", ");
    return names === "" ? [] : [`${code}: ${names}`];
  });
  return `asks for the example ${asked}, which the response ${status} of ${route.id} does not have; there are, by code, ${known.join("; ")}`;
}

function notAcceptable(offered: readonly string[]): Failure {
  const reason = `The answer is available as ${offered.join(" or ")}, which Accept rules out.`;
  return { status: 406, code: "notAcceptable", reason, target: "header/Accept" };
}
