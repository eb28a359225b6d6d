/** The curl command that makes an operation's request, from the contract's own examples. */
import {
  type LocatedOperation,
  type OpenApiDocument,
  type Parameter,
  parameterExample,
  requestExample,
} from "./contract.ts";

/**
 * Renders one operation as a curl command for a POSIX shell. It carries what the contract requires;
 * the token comes from the shell variable `TOKEN`.
 *
 * @throws Error when a required parameter or a request body has no example.
 */
export function curlSample(document: OpenApiDocument, located: LocatedOperation): string {
  const { method, operation, parameters } = located;
  const withExamples = (chosen: readonly Parameter[]) =>
    chosen.map((parameter): [string, string] => [parameter.name, exampleOf(document, parameter)]);
  const body = requestExample(document, operation);
  const query = withExamples(queryToShow(located));
  const headers = withExamples(
    parameters.filter((parameter) => parameter.in === "header" && parameter.required),
  );
  if (body) headers.push(["Content-Type", body.contentType]);

  // curl encodes a query only for GET.
  const get = method === "get" && query.length > 0;
  const url =
    requestUrl(document, located) + (get || query.length === 0 ? "" : `?${new URLSearchParams(query)}`);
  return [
    `curl ${get ? "--get" : `--request ${method.toUpperCase()}`} ${quote(url)}`,
    ...(get ? query.map(([name, value]) => `--data-urlencode ${quote(`${name}=${value}`)}`) : []),
    `--header "Authorization: Bearer $TOKEN"`,
    ...headers.map(([name, value]) => `--header ${quote(`${name}: ${value}`)}`),
    ...(body ? [`--data ${quote(JSON.stringify(body.value, null, 2))}`] : []),
  ].join(" \\\n  ");
}

/**
 * The required query parameters. Where a GET requires none, its first optional one that has an example:
 * quoting and encoding it is what a reader would otherwise have to work out.
 */
function queryToShow({ method, parameters }: LocatedOperation): Parameter[] {
  const query = parameters.filter((parameter) => parameter.in === "query");
  const required = query.filter((parameter) => parameter.required);
  if (required.length > 0 || method !== "get") return required;
  return query.filter((parameter) => parameter.example !== undefined || parameter.examples).slice(0, 1);
}

function requestUrl(document: OpenApiDocument, { path, parameters }: LocatedOperation): string {
  const server = document.servers?.[0]?.url ?? "";
  return (
    server +
    path.replace(/\{([^}]+)\}/g, (_, name: string) => {
      const parameter = parameters.find((candidate) => candidate.in === "path" && candidate.name === name);
      if (!parameter) throw new Error(`The path ${path} does not declare its parameter ${name}.`);
      return encodeURIComponent(exampleOf(document, parameter));
    })
  );
}

function exampleOf(document: OpenApiDocument, parameter: Parameter): string {
  const example = parameterExample(document, parameter);
  if (example === undefined) throw new Error(`The parameter ${parameter.name} has no example.`);
  return typeof example === "string" ? example : JSON.stringify(example);
}

/** Quotes a word for a POSIX shell: nothing inside single quotes is special but the single quote itself. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
