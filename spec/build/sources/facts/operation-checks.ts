/** What facts about operations ask of the contract. Each says what is wrong, or nothing. */
import { getIn, isObject, itemsIn, type JsonObject } from "../../../model/json.ts";
import type { Operation, Parameter } from "../../../model/operations.ts";
import { itemsOf, propertyOf } from "../../../model/schemas.ts";
import { type Found, jsonSchemaOf } from "../contract-view.ts";
import { compareType, type NamedTypes } from "../types.ts";

export function compareHost({ value }: Found<Operation>, host: string): string | undefined {
  const actual = new URL(value.server).host;
  return actual === host ? undefined : `the contract sends it to ${actual}`;
}

export function compareReturned(
  { document, value }: Found<Operation>,
  type: string,
  named: NamedTypes,
): string | undefined {
  const successful = [...value.responses.values()].filter(({ status }) => status.startsWith("2"));
  const schema = jsonSchemaOf(successful.find(({ content }) => content.length > 0)?.content);
  if (!schema) return "the contract has no body there";
  return compareType({ document, value: schema }, type, named, false);
}

/** What a security scheme looks like that takes credentials of a kind. */
const schemes: Readonly<Record<string, (scheme: JsonObject) => boolean>> = {
  "App+User": ({ flows }) => getIn(flows, "authorizationCode") !== undefined,
  App: ({ flows }) => getIn(flows, "clientCredentials") !== undefined,
  Signature: ({ type, in: place, name }) =>
    type === "apiKey" && place === "header" && name === "Authorization",
};

export function compareAuth({ document, value }: Found<Operation>, kind: string): string | undefined {
  const names = value.security.flatMap((requirement) => Object.keys(requirement));
  const offered = names.map((name) => asObject(getIn(document, "components", "securitySchemes", name)));
  if (offered.some((scheme) => schemes[kind]?.(scheme))) return undefined;
  return `the contract does not take ${kind} credentials for it`;
}

export function findParameter(operation: Operation, location: string, name: string): Parameter | undefined {
  return operation.parameters.find(
    (one) => one.in === location && one.name.toLowerCase() === name.toLowerCase(),
  );
}

/** OpenAPI forbids to list these headers: credentials stand in `security`, media types in `content`. */
export function isCredential({ security, requestBody, responses }: Operation, name: string): boolean {
  const lower = name.toLowerCase();
  if (lower === "authorization") return security.length > 0;
  if (lower === "content-type") return requestBody !== undefined;
  return lower === "accept" && [...responses.values()].some(({ content }) => content.length > 0);
}

/** Path parameters have other names in other documents: the position counts. */
export function comparePathParameter(
  { document, value }: Found<Operation>,
  index: number,
  type: string | undefined,
): string | undefined {
  const [, name] = [...value.path.matchAll(/\{([^}]+)\}/g)][index] ?? [];
  const parameter = name === undefined ? undefined : findParameter(value, "path", name);
  if (!parameter?.required) return "the contract does not describe this part of the path";
  const schema = { document, value: asObject(parameter.schema) };
  return type === undefined ? undefined : compareType(schema, type, () => [], false);
}

export function compareParameter(
  { document, value }: Found<Operation>,
  location: string,
  name: string,
  type: string,
): string | undefined {
  const parameter = findParameter(value, location, name);
  if (!parameter) return isCredential(value, name) ? undefined : "the contract has no such parameter";
  return compareType({ document, value: asObject(parameter.schema) }, type, () => [], false);
}

/** The header must be on every response that the operation gives when it succeeds. */
export function compareResponseHeader(
  { document, value }: Found<Operation>,
  name: string,
  type: string | undefined,
): string | undefined {
  const lower = name.toLowerCase();
  for (const { status, headers, content } of value.responses.values()) {
    if (!status.startsWith("2")) continue;
    if (lower === "content-type" && content.length > 0) continue;
    const header = headers.find((one) => one.name.toLowerCase() === lower);
    if (!header) return `the contract has no such header on ${status}`;
    const schema = { document, value: asObject(header.schema) };
    const problem = type === undefined ? undefined : compareType(schema, type, () => [], false);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Whether a parameter lists a property in one of its extensions. */
export function compareListed(
  { value }: Found<Operation>,
  parameter: string,
  extension: string,
  property: string,
): string | undefined {
  const listed = itemsIn(findParameter(value, "query", parameter)?.node[extension]);
  return listed.includes(property) ? undefined : `${parameter} of the contract does not name it`;
}

/** Whether the JSON Patch that an operation takes may name a path. */
export function comparePatchPath({ document, value }: Found<Operation>, path: string): string | undefined {
  const operation = itemsOf(document, jsonSchemaOf(value.requestBody?.content));
  const { pattern } = propertyOf(document, operation, "path")?.schema ?? {};
  const accepts = typeof pattern === "string" && new RegExp(pattern, "u").test(path);
  return accepts ? undefined : "the contract does not let a patch name it";
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
