/** Puts together the request that a reader has filled in, and says what is wrong with it. */
import type { LinkData, OperationData, ParameterData, ResponseData } from "./operation-data.ts";
import { type Violation, validate } from "./validate.ts";

export interface FilledIn {
  readonly base: string;
  readonly token: string;
  /** By the name of the parameter. What is empty is not sent. */
  readonly parameters: Readonly<Record<string, string>>;
  /** JSON as the reader typed it. */
  readonly body: string;
}

export interface Issue {
  /** What it is about: the name of a parameter, or a place in the body. */
  readonly where: string;
  readonly message: string;
}

/** What the contract has against the request. It can be sent nevertheless: the server's response is worth seeing, too. */
export function findIssues(operation: OperationData, filledIn: FilledIn): Issue[] {
  return [
    ...operation.parameters.flatMap((parameter) => {
      const text = filledIn.parameters[parameter.name] ?? "";
      if (text === "") return parameter.required ? [{ where: parameter.name, message: "is required" }] : [];
      return validate(typedValue(parameter, text), parameter.schema, operation.schemas).map(
        ({ message }) => ({
          where: parameter.name,
          message,
        }),
      );
    }),
    ...bodyIssues(operation, filledIn.body),
  ];
}

function bodyIssues({ body, schemas }: OperationData, text: string): Issue[] {
  if (!body) return [];
  const value = parseJson(text);
  if (value instanceof SyntaxError) return [{ where: "body", message: `is not JSON: ${value.message}` }];
  return validate(value, body.schema, schemas).map(issueOf);
}

function issueOf({ pointer, message }: Violation): Issue {
  return { where: `body${pointer}`, message };
}

/** Parameters arrive as text. Numbers and booleans are checked as such. */
function typedValue({ schema }: ParameterData, text: string): unknown {
  const types = [schema.type].flat();
  if (types.includes("string") || schema.type === undefined) return text;
  const value = parseJson(text);
  return value instanceof SyntaxError ? text : value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

/** The request for `fetch`. */
export function requestOf(operation: OperationData, filledIn: FilledIn): Request {
  const filled = operation.parameters.flatMap((parameter): [ParameterData, string][] => {
    const text = filledIn.parameters[parameter.name] ?? "";
    return text === "" ? [] : [[parameter, text]];
  });
  const values = (place: ParameterData["in"]) =>
    filled.filter(([parameter]) => parameter.in === place).map(([{ name }, text]) => [name, text] as const);
  const inPath = new Map(values("path"));
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(inPath.get(name) ?? ""),
  );
  const query = values("query").map(
    ([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`,
  );
  const { body } = operation;
  return new Request(
    `${filledIn.base.replace(/\/+$/, "")}${path}${query.length > 0 ? `?${query.join("&")}` : ""}`,
    {
      method: operation.method.toUpperCase(),
      headers: [
        ...(filledIn.token ? [["Authorization", `Bearer ${filledIn.token}`] as [string, string]] : []),
        ...values("header").map(([name, text]): [string, string] => [name, text]),
        ...(body ? [["Content-Type", body.mediaType] as [string, string]] : []),
      ],
      ...(body ? { body: filledIn.body } : {}),
      credentials: "omit",
      cache: "no-store",
    },
  );
}

/** What the contract says about a response with this status. Undefined when it is not declared. */
export function declaredResponse(operation: OperationData, status: number): ResponseData | undefined {
  const { responses } = operation;
  return responses[status] ?? responses[`${String(status).charAt(0)}XX`] ?? responses.default;
}

/** How the response violates the contract; empty if it does not. */
export function judgeResponse(operation: OperationData, response: Response, text: string): readonly string[] {
  const declared = declaredResponse(operation, response.status);
  if (!declared) return [`the contract declares no status ${response.status} for this operation`];
  const missing = declared.requiredHeaders
    .filter((name) => !response.headers.has(name))
    .map((name) => `the header ${name} is missing`);
  if (!declared.schema) return missing;
  const value = parseJson(text);
  if (value instanceof SyntaxError) return [...missing, "the body is not JSON"];
  return [
    ...missing,
    ...validate(value, declared.schema, operation.schemas).map(
      ({ pointer, message }) => `body${pointer} ${message}`,
    ),
  ];
}

/** The values of a link's parameters, from the response that it follows. */
export function linkedValues(link: LinkData, response: Response, text: string): Record<string, string> {
  const body = parseJson(text);
  const values = Object.entries(link.parameters).flatMap(([name, expression]): [string, string][] => {
    const header = /^\$response\.header\.(.+)$/.exec(expression)?.[1];
    const pointer = /^\$response\.body#(.*)$/.exec(expression)?.[1];
    const value = header
      ? response.headers.get(header)
      : pointer === undefined
        ? undefined
        : at(body, pointer);
    return typeof value === "string" || typeof value === "number" ? [[name, String(value)]] : [];
  });
  return Object.fromEntries(values);
}

function at(value: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (node, token) =>
        typeof node === "object" && node !== null
          ? (node as Readonly<Record<string, unknown>>)[token]
          : undefined,
      value,
    );
}
