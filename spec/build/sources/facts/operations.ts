import { getIn, isObject } from "../../../model/json.ts";
import type { Operation } from "../../../model/operations.ts";
import { type ContractView, type Found, jsonSchemaOf } from "../contract-view.ts";
import type { OperationFacts, Source, Stated } from "../source.ts";
import { readStated } from "../stated.ts";
import { compareType, type NamedTypes } from "../types.ts";
import type { Fact, Topic } from "./fact.ts";
import { namedTypes } from "./resources.ts";

/** Facts about single operations: that they exist, where, with which parameters, status codes and headers. */
export function operationFacts(source: Source): Fact[] {
  const named = namedTypes(source);
  return Object.entries(source.operations ?? {}).flatMap(([call, stated]) => {
    const place = ["operations", call];
    const select = (contract: ContractView) => {
      const found = contract.operation(call);
      return found ? [found] : [];
    };
    return [
      {
        id: call,
        topic: "operations",
        place,
        check: (contract) => (select(contract).length > 0 ? undefined : "the contract has no such operation"),
      },
      ...detailFacts(stated ?? {}, { prefix: `${call} `, parent: call, place, named, select }),
    ];
  });
}

/** Facts that a source states of all operations whose path begins with `api`. */
export function generalFacts(source: Source): Fact[] {
  const { api = "/", requestHeaders, responseHeaders, statuses } = source;
  const stated = {
    ...(requestHeaders && { requestHeaders }),
    ...(responseHeaders && { responseHeaders }),
    ...(statuses && { statuses }),
  };
  const select = (contract: ContractView) =>
    contract.operations.filter(({ value }) => value.path.startsWith(api));
  return detailFacts(stated, { prefix: "", place: [], named: namedTypes(source), select });
}

interface Scope {
  readonly prefix: string;
  readonly parent?: string;
  readonly place: readonly string[];
  readonly named: NamedTypes;
  readonly select: (contract: ContractView) => readonly Found<Operation>[];
}

function detailFacts(stated: OperationFacts, scope: Scope): Fact[] {
  const { prefix, parent, place, named, select } = scope;
  /** Held when one of the selected operations holds it. */
  const fact = (
    topic: Topic,
    name: string,
    where: readonly (string | number)[],
    check: (found: Found<Operation>) => string | undefined,
  ): Fact => ({
    id: `${prefix}${name}`,
    topic,
    ...(parent !== undefined && { parent }),
    place: [...place, ...where],
    check(contract) {
      let problem: string | undefined = "no operation of the contract is meant";
      for (const found of select(contract)) {
        problem = check(found);
        if (problem === undefined) return undefined;
      }
      return problem;
    },
  });
  const { host, auth = [], query, requestHeaders, statuses = [], responseHeaders, returns } = stated;
  return [
    ...(host === undefined
      ? []
      : [fact("operations", "host", ["host"], (found) => compareHost(found, host))]),
    ...auth.map((kind, index) =>
      fact("operations", `auth ${kind}`, ["auth", index], (found) => compareAuth(found, kind)),
    ),
    ...parameterFacts("query", query, "operations"),
    ...parameterFacts("requestHeaders", requestHeaders, "headers"),
    ...statuses.map((status, index) =>
      fact("status codes", `status ${status}`, ["statuses", index], ({ value }) =>
        value.responses.has(String(status)) ? undefined : `the contract has no status ${status}`,
      ),
    ),
    ...Object.keys(responseHeaders ?? {}).map((name) =>
      fact("headers", `response header ${name}`, ["responseHeaders", name], ({ value }) =>
        hasResponseHeader(value, name) ? undefined : `no response of the contract has a header ${name}`,
      ),
    ),
    ...(returns === undefined
      ? []
      : [fact("operations", "returns", ["returns"], (found) => compareReturned(found, returns, named))]),
  ];

  function parameterFacts(
    member: "query" | "requestHeaders",
    named: Stated | undefined,
    topic: Topic,
  ): Fact[] {
    const location = member === "query" ? "query" : "header";
    return Object.entries(named ?? {}).flatMap(([name, text]) => {
      const { type, flags } = readStated(text);
      const id = member === "query" ? `query ${name}` : `request header ${name}`;
      const where = [member, name];
      const own = { parent: `${prefix}${id}` };
      return [
        fact(topic, id, where, ({ value }) =>
          findParameter(value, location, name) || isCredential(value, name)
            ? undefined
            : `the contract has no such ${location === "query" ? "query parameter" : "request header"}`,
        ),
        ...(type === undefined
          ? []
          : [
              {
                ...fact(topic, `${id} type`, where, (found) => compareParameter(found, location, name, type)),
                ...own,
              },
            ]),
        ...flags.map((flag) => ({
          ...fact(topic, `${id} ${flag}`, where, ({ value }) => {
            const required = findParameter(value, location, name)?.required ?? isCredential(value, name);
            return required === (flag === "required")
              ? undefined
              : `the contract has it ${required ? "required" : "optional"}`;
          }),
          ...own,
        })),
      ];
    });
  }
}

function compareHost({ value }: Found<Operation>, host: string): string | undefined {
  const actual = new URL(value.server).host;
  return actual === host ? undefined : `the contract sends it to ${actual}`;
}

function compareReturned(
  { document, value }: Found<Operation>,
  type: string,
  named: NamedTypes,
): string | undefined {
  const successful = [...value.responses.values()].filter(({ status }) => status.startsWith("2"));
  const schema = jsonSchemaOf(successful.find(({ content }) => content.length > 0)?.content);
  if (!schema) return "the contract has no body there";
  return compareType({ document, value: schema }, type, named, false);
}

const flows: Readonly<Record<string, string>> = { "App+User": "authorizationCode", App: "clientCredentials" };

function compareAuth({ document, value }: Found<Operation>, kind: string): string | undefined {
  const schemes = value.security.flatMap((requirement) => Object.keys(requirement));
  const offered = schemes.flatMap((name) =>
    Object.keys(asObject(getIn(document, "components", "securitySchemes", name, "flows"))),
  );
  if (offered.includes(flows[kind] ?? "")) return undefined;
  return `the contract does not take ${kind} credentials for it`;
}

function findParameter(operation: Operation, location: string, name: string) {
  return operation.parameters.find(
    (one) => one.in === location && one.name.toLowerCase() === name.toLowerCase(),
  );
}

/** OpenAPI forbids to list these headers: credentials stand in `security`, media types in `content`. */
function isCredential({ security, requestBody, responses }: Operation, name: string): boolean {
  const lower = name.toLowerCase();
  if (lower === "authorization") return security.length > 0;
  if (lower === "content-type") return requestBody !== undefined;
  return lower === "accept" && [...responses.values()].some(({ content }) => content.length > 0);
}

function compareParameter(
  { document, value }: Found<Operation>,
  location: string,
  name: string,
  type: string,
): string | undefined {
  const parameter = findParameter(value, location, name);
  if (!parameter) return isCredential(value, name) ? undefined : "the contract has no such parameter";
  return compareType({ document, value: asObject(parameter.schema) }, type, () => [], false);
}

function hasResponseHeader({ responses }: Operation, name: string): boolean {
  const lower = name.toLowerCase();
  return [...responses.values()].some(
    ({ headers, content }) =>
      headers.some((header) => header.name.toLowerCase() === lower) ||
      (lower === "content-type" && content.length > 0),
  );
}

function asObject(value: unknown) {
  return isObject(value) ? value : {};
}
