import type { Operation } from "../../../model/operations.ts";
import type { ContractView, Found } from "../contract-view.ts";
import type { OperationFacts, Source, Stated } from "../source.ts";
import { readStated } from "../stated.ts";
import type { NamedTypes } from "../types.ts";
import type { Fact, Topic } from "./fact.ts";
import {
  compareAuth,
  compareHost,
  compareListed,
  compareParameter,
  comparePatchPath,
  comparePathParameter,
  compareResponseHeader,
  compareReturned,
  findParameter,
  isCredential,
} from "./operation-checks.ts";
import { namedTypes } from "./resources.ts";

/** Facts about single operations and events: that they exist, where, with which parameters, status codes and headers. */
export function operationFacts(source: Source): Fact[] {
  const { operations, events } = source;
  return [
    ...Object.entries(operations ?? {}).flatMap(([call, stated]) =>
      factsOfOne(source, stated, ["operations", call], call, (contract) => contract.operation(call)),
    ),
    ...Object.entries(events ?? {}).flatMap(([name, stated]) =>
      factsOfOne(source, stated, ["events", name], `event ${name}`, (contract) => contract.webhook(name)),
    ),
  ];
}

function factsOfOne(
  source: Source,
  stated: OperationFacts | null,
  place: readonly string[],
  id: string,
  find: Scope["find"],
): Fact[] {
  const named = namedTypes(source);
  return [
    {
      id,
      topic: "operations",
      place,
      check: (contract) => (find(contract) ? undefined : "the contract has no such operation"),
    },
    ...detailFacts(stated ?? {}, { prefix: `${id} `, parent: id, place, named, find }),
  ];
}

/** Facts that a source states of several operations: they are facts of each. */
export function generalFacts(source: Source): Fact[] {
  const { about = [], requestHeaders, responseHeaders, statuses } = source;
  const stated = {
    ...(requestHeaders && { requestHeaders }),
    ...(responseHeaders && { responseHeaders }),
    ...(statuses && { statuses }),
  };
  return about.flatMap((call) =>
    detailFacts(stated, {
      prefix: `${call} `,
      place: [],
      named: namedTypes(source),
      find: (contract) => contract.operation(call),
    }),
  );
}

interface Scope {
  readonly prefix: string;
  readonly parent?: string;
  readonly place: readonly string[];
  readonly named: NamedTypes;
  readonly find: (contract: ContractView) => Found<Operation> | undefined;
}

function detailFacts(stated: OperationFacts, scope: Scope): Fact[] {
  const { prefix, parent, place, named, find } = scope;
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
      const found = find(contract);
      return found ? check(found) : "the contract has no such operation";
    },
  });
  const { host, auth, deprecated, path, query, filter, sort, patch } = stated;
  const { requestHeaders, statuses, responseHeaders, returns } = stated;
  /** One fact for each item of a list. */
  const each = <T extends string | number>(
    member: keyof OperationFacts,
    items: readonly T[] | undefined,
    topic: Topic,
    word: string,
    check: (found: Found<Operation>, item: T) => string | undefined,
  ): Fact[] =>
    (items ?? []).map((item, index) =>
      fact(topic, `${word} ${item}`, [member, index], (found) => check(found, item)),
    );
  return [
    ...(host === undefined
      ? []
      : [fact("operations", "host", ["host"], (found) => compareHost(found, host))]),
    ...each("auth", auth, "operations", "auth", compareAuth),
    ...(deprecated === undefined
      ? []
      : [
          fact("operations", "deprecated", ["deprecated"], ({ value }) =>
            value.deprecated === deprecated ? undefined : `the contract says deprecated: ${value.deprecated}`,
          ),
        ]),
    ...Object.entries(path ?? {}).map(([name, text], index) =>
      fact("operations", `path ${name}`, ["path", name], (found) =>
        comparePathParameter(found, index, readStated(text).type),
      ),
    ),
    ...parameterFacts("query", query, "operations"),
    ...each("filter", filter, "operations", "filter by", (found, property) =>
      compareListed(found, "$filter", "x-filterable", property),
    ),
    ...each("sort", sort, "operations", "sort by", (found, property) =>
      compareListed(found, "$orderby", "x-sortable", property),
    ),
    ...each("patch", patch, "operations", "patch", comparePatchPath),
    ...parameterFacts("requestHeaders", requestHeaders, "headers"),
    ...each("statuses", statuses, "status codes", "status", ({ value }, status) =>
      value.responses.has(String(status)) ? undefined : `the contract has no status ${status}`,
    ),
    ...Object.entries(responseHeaders ?? {}).map(([name, text]) =>
      fact("headers", `response header ${name}`, ["responseHeaders", name], (found) =>
        compareResponseHeader(found, name, readStated(text).type),
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
