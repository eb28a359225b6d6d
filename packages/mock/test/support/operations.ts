/** The operations of the contract, with what a test needs to send them. */
import {
  bodyExamples,
  contract,
  examplesOf,
  fillPath,
  listOperations,
  type Operation as ModelOperation,
  type OpenApiDocument,
  operationNamed,
  type Parameter,
} from "@partner-referrals/spec/model";

export interface Operation {
  readonly id: string;
  /** In upper case. */
  readonly method: string;
  readonly template: string;
  /** With the contract's examples in place of parameters. */
  readonly path: string;
  /** The required ones, with the contract's examples, a token, and Content-Type where there is a body. */
  readonly headers: Record<string, string>;
  /** By example name. */
  readonly bodies: Record<string, unknown>;
  readonly responses: readonly ResponseOf[];
  readonly parameters: readonly Parameter[];
}

export interface ResponseOf {
  readonly status: string;
  /** In lower case, without those that requests have too: they are left out when there is nothing to repeat. */
  readonly headers: string[];
  /** By example name. */
  readonly examples: Record<string, unknown>;
}

const all = listOperations(contract);
const requestHeaders = new Set(
  all.flatMap(({ parameters }) => parameters).map(({ name }) => name.toLowerCase()),
);

export const operations: readonly Operation[] = all.map(read);

/** The operation of this id. */
export const operation = (id: string): Operation => read(operationNamed(contract, id));

/** A copy of the contract that a test may change. */
export const copyOfContract = (): OpenApiDocument => structuredClone(contract);

function read({ id, method, path, parameters, requestBody, responses }: ModelOperation): Operation {
  const examples = (location: Parameter["in"]) =>
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === location && parameter.required)
        .map((parameter) => [parameter.name, String(examplesOf(contract, parameter)[0]?.value)]),
    );
  const type = requestBody?.content[0]?.name;
  return {
    id,
    method: method.toUpperCase(),
    template: path,
    path: fillPath(path, examples("path")),
    headers: {
      authorization: "Bearer any",
      ...examples("header"),
      ...(type !== undefined && { "content-type": type }),
    },
    bodies: byName(requestBody),
    responses: [...responses.values()].map((response) => {
      const names = response.headers.map(({ name }) => name.toLowerCase());
      return {
        status: response.status,
        headers: names.filter((name) => !requestHeaders.has(name)),
        examples: byName(response),
      };
    }),
    parameters,
  };
}

function byName(body: Parameters<typeof bodyExamples>[1]): Record<string, unknown> {
  return Object.fromEntries(bodyExamples(contract, body).map(({ name, value }) => [name, value]));
}
