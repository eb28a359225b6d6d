/** Where an operation's request goes, with values from the contract's own examples. */
import {
  type LocatedOperation,
  type OpenApiDocument,
  type Parameter,
  parameterExample,
} from "../contract.ts";

export interface RequestTarget {
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
  /** Those that the contract requires. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * @throws Error when a required parameter has no example.
 */
export function requestTarget(document: OpenApiDocument, located: LocatedOperation): RequestTarget {
  const withExamples = (chosen: readonly Parameter[]) =>
    chosen.map((parameter): [string, string] => [parameter.name, exampleOf(document, parameter)]);
  return {
    url: requestUrl(document, located),
    query: Object.fromEntries(withExamples(queryToShow(located))),
    headers: withExamples(
      located.parameters.filter((parameter) => parameter.in === "header" && parameter.required),
    ),
  };
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

function requestUrl(document: OpenApiDocument, { server, path, parameters }: LocatedOperation): string {
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
