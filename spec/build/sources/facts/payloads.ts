import type { Operation } from "../../../model/operations.ts";
import { type ContractView, type Found, jsonSchemaOf } from "../contract-view.ts";
import { compareShape, type Problems, pathsIn } from "../shape.ts";
import type { PayloadFacts, Source } from "../source.ts";
import type { Fact } from "./fact.ts";

/** Facts that payloads show: at each path a JSON type, and in each object all that the contract requires. */
export function payloadFacts(source: Source): Fact[] {
  return Object.entries(source.payloads ?? {}).flatMap(([name, payload]) => {
    const compared = new WeakMap<ContractView, Problems>();
    const problems = (contract: ContractView) => {
      const known = compared.get(contract) ?? comparePayload(contract, payload);
      compared.set(contract, known);
      return known;
    };
    const idOf = (path: string) => (path === "" ? name : `${name}: ${path}`);
    const paths = new Map(pathsIn(payload.shape).map((one) => [one.path, one]));
    /** What is wrong there, or above it if nothing below could be compared. */
    const problemAt = (found: Problems, path: string): string | undefined => {
      const own = found.get(path);
      if (own) return own.text;
      for (let at = paths.get(path)?.parent; at !== undefined; at = paths.get(at)?.parent)
        if (found.get(at)?.hidesBelow) return found.get(at)?.text;
      return undefined;
    };
    return [...paths.values()].map(
      ({ path, parent, tokens }): Fact => ({
        id: idOf(path),
        topic: "payloads",
        ...(parent !== undefined && { parent: idOf(parent) }),
        standsAlone: true,
        place: ["payloads", name, "shape", ...tokens],
        check: (contract) => problemAt(problems(contract), path),
      }),
    );
  });
}

function comparePayload(contract: ContractView, payload: PayloadFacts): Problems {
  const schema = schemaOfPayload(contract, payload);
  if (typeof schema === "string") return new Map([["", { text: schema, hidesBelow: true }]]);
  return compareShape(schema, payload.shape, payload.request !== undefined);
}

/** The schema that a payload belongs to, or why there is none. */
export function schemaOfPayload(
  contract: ContractView,
  { request, response, status, event, schema }: PayloadFacts,
): Found<unknown> | string {
  if (schema !== undefined) return contract.schema(schema) ?? `the contract has no schema ${schema}`;
  const call = request ?? response;
  const operation = call === undefined ? contract.webhook(event ?? "") : contract.operation(call);
  if (!operation) return `the contract has no ${call ?? `event ${event}`}`;
  const { document, value } = operation;
  const body = response === undefined ? value.requestBody : responseWithBody(value, status);
  const found = jsonSchemaOf(body?.content);
  return found ? { document, value: found } : "the contract has no body there";
}

function responseWithBody({ responses }: Operation, status: number | undefined) {
  if (status !== undefined) return responses.get(String(status));
  return [...responses.values()].find((one) => one.status.startsWith("2") && one.content.length > 0);
}
