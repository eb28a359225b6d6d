import { getIn, type MediaType } from "@partner-referrals/spec/model";
import type { Check } from "./check.ts";

const contentType = "application/json";

/** Requests go to the server that their token is for, and carry one body, as JSON. */
export const requests: Check = function* ({ contract, operations, webhooks }) {
  for (const operation of [...operations, ...webhooks]) {
    const { id, requestBody, security, server, parameters } = operation;
    if (security.length === 0) yield `${id} needs no authentication.`;
    if (requestBody && !requestBody.required) yield `${id} can be sent without a body.`;
    if (requestBody) yield* checkContent(id, requestBody.content);
    for (const scopes of security.flatMap((requirement) => Object.entries(requirement)))
      yield* checkScopes(id, server, getIn(contract, "components", "securitySchemes", scopes[0]), scopes[1]);
    const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = parameters.filter((parameter) => parameter.in === "path" && parameter.required);
    if (inPath.join() !== declared.map(({ name }) => name).join()) yield `${id} does not declare its path.`;
  }
};

function* checkContent(id: string, content: readonly MediaType[]): Generator<string> {
  const [only, ...others] = content;
  if (only?.name !== contentType || others.length > 0)
    yield `${id} does not take one body as ${contentType}.`;
  if (getIn(only?.schema, "$ref") === undefined) yield `${id} takes a body that is no component.`;
}

/** A token is for one host: all of its scopes, those asked for and those that a flow offers, begin with that. */
function* checkScopes(
  id: string,
  server: string,
  scheme: unknown,
  asked: readonly string[],
): Generator<string> {
  if (getIn(scheme, "type") !== "oauth2") return;
  const expected = `${server}/.default`;
  if (asked.join() !== expected) yield `${id} asks for ${asked.join() || "no scope"} on ${server}.`;
  const flows = Object.values(Object(getIn(scheme, "flows")));
  if (flows.length === 0) yield `${id} has no way to get a token.`;
  for (const flow of flows) {
    const offered = Object.keys(Object(getIn(flow, "scopes")));
    if (offered.join() !== expected) yield `${id}: a flow offers ${offered.join() || "no scope"}.`;
  }
}
