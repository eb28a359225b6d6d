import type { paths } from "@partner-referrals/types";
import type { ErrorDetails } from "../errors.ts";

/** The methods of the API's operations. */
export type Method = "GET" | "POST" | "PUT" | "PATCH";

/** The operation of the contract that a path has for a method. */
export type OperationAt<Path extends keyof paths, M extends Method> = NonNullable<paths[Path][Lowercase<M>]>;

type ParametersIn<Operation, In extends string> = Operation extends { parameters: infer All }
  ? In extends keyof All
    ? All[In]
    : undefined
  : undefined;

type OptionalValues<Values> = { readonly [Name in keyof Values]?: Values[Name] | undefined };

/** The parameters and the body of an operation. */
export interface Input<Operation> {
  readonly path?: ParametersIn<Operation, "path">;
  readonly query?: ParametersIn<Operation, "query">;
  readonly header?: OptionalValues<NonNullable<ParametersIn<Operation, "header">>>;
  readonly body?: Operation extends { requestBody: { content: { "application/json": infer Body } } }
    ? Body
    : undefined;
}

/** The body of a successful response of an operation. */
export type Output<Operation> = Operation extends { responses: infer All }
  ? { [Status in keyof All & (200 | 201)]: BodyOf<All[Status]> }[keyof All & (200 | 201)]
  : never;

type BodyOf<Response> = Response extends { content: { "application/json": infer Body } } ? Body : never;

/** A request before it has a token. Unlike a `Request`, it can be sent more than once. */
export interface HttpRequest {
  readonly method: string;
  /** The URL without the query. */
  readonly url: string;
  /** The path of the URL. */
  readonly path: string;
  /** The query with its question mark, or an empty text. */
  readonly query: string;
  /** The path as the contract has it, with `{parameters}`, if it is known. */
  readonly urlTemplate?: string | undefined;
  readonly headers: Record<string, string>;
  readonly body?: string | undefined;
}

/** What is known about a call before it has an outcome. */
export interface CallDetails extends ErrorDetails {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly urlTemplate: string | undefined;
}

/** What a service of Partner Center expects of requests. */
export interface ServiceConventions {
  /** The headers for the id of a request. */
  readonly idHeaders: readonly string[];
  /** What tokens are requested for. Default: the referrals API. */
  readonly tokenScope?: string | undefined;
}

/** Values as they go into a URL or a header. */
type Values = Readonly<Record<string, unknown>> | undefined;

interface UntypedInput {
  readonly path?: Values;
  readonly query?: Values;
  readonly header?: Values;
  readonly body?: unknown;
}

/** A base URL in the form that paths are appended to. */
export interface BaseUrl {
  readonly origin: string;
  /** The path of the base URL without a slash at its end, such as that of a proxy. */
  readonly prefix: string;
}

/**
 * Reads a base URL.
 *
 * @throws TypeError if it is not an absolute URL of HTTP.
 */
export function parseBaseUrl(baseUrl: string): BaseUrl {
  if (!/^https?:/i.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new TypeError(`baseUrl must begin with https:// or http://, not be ${JSON.stringify(baseUrl)}.`);
  }
  const { origin, pathname } = new URL(baseUrl);
  return { origin, prefix: pathname.replace(/\/$/, "") };
}

/**
 * Builds a request from an operation's path, parameters and body.
 *
 * @throws TypeError for a path parameter that would lead to another path, and for what a header cannot hold.
 */
export function buildRequest(
  { origin, prefix }: BaseUrl,
  method: Method,
  urlTemplate: string,
  { path: ids, query, header, body }: UntypedInput,
): HttpRequest {
  let path = prefix + urlTemplate;
  for (const name in ids) path = path.replace(`{${name}}`, encodeURIComponent(assertId(ids[name])));
  const headers: Record<string, string> = {};
  for (const name in header) {
    const value = header[name];
    if (value !== undefined) headers[name.toLowerCase()] = assertHeaderValue(name, value);
  }
  if (body !== undefined) headers["content-type"] = "application/json";
  let search = "";
  for (const name in query) {
    const value = query[name];
    if (value !== undefined) {
      search += `${search ? "&" : "?"}${name}=${encodeURIComponent(String(value))}`;
    }
  }
  return {
    method,
    url: origin + path,
    path,
    query: search,
    urlTemplate,
    headers,
    body: JSON.stringify(body),
  };
}

/** An id as a path segment. Dots and slashes would lead to another path. */
function assertId(id: unknown): string {
  return assertMatch(id, /^(?!\.+$)[^/\\]+$/, "Not an id");
}

/** A value of a header. Without this check, `fetch` would fail with it as if the connection had. */
export function assertHeaderValue(name: string, value: unknown): string {
  return assertMatch(value, /^[\t\x20-\x7e\x80-\xff]+$/, `Not a value for ${name}`);
}

function assertMatch(value: unknown, pattern: RegExp, message: string): string {
  if (typeof value === "string" && pattern.test(value)) return value;
  throw new TypeError(`${message}: ${JSON.stringify(value)}`);
}
