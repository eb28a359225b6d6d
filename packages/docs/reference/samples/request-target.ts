/** Where an operation's request goes, with values from the contract's own examples. */
import {
  fillPath,
  type JsonObject,
  type Operation,
  type Parameter,
  parameterExample,
} from "@partner-referrals/spec/model";

export interface RequestTarget {
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
  /** Those that the contract requires, and `If-Match`: without it, a change overwrites what others did. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * @throws Error when a parameter that the sample needs has no example.
 */
export function requestTarget(document: JsonObject, operation: Operation): RequestTarget {
  const withExamples = (chosen: readonly Parameter[]) =>
    chosen.map((parameter): [string, string] => [parameter.name, exampleOf(document, parameter)]);
  const inPath = operation.parameters.filter((parameter) => parameter.in === "path");
  const isSent = ({ required, name }: Parameter) => required || name.toLowerCase() === "if-match";
  return {
    url: operation.server + fillPath(operation.path, Object.fromEntries(withExamples(inPath))),
    query: Object.fromEntries(withExamples(queryToShow(operation))),
    headers: withExamples(
      operation.parameters.filter((parameter) => parameter.in === "header" && isSent(parameter)),
    ),
  };
}

/**
 * The required query parameters. Where a GET requires none, its first optional one that has an example:
 * quoting and encoding it is what a reader would otherwise have to work out.
 */
function queryToShow({ method, parameters }: Operation): readonly Parameter[] {
  const query = parameters.filter((parameter) => parameter.in === "query");
  const required = query.filter((parameter) => parameter.required);
  if (required.length > 0 || method !== "get") return required;
  return query.filter(({ node }) => node.example !== undefined || node.examples).slice(0, 1);
}

function exampleOf(document: JsonObject, parameter: Parameter): string {
  const example = parameterExample(document, parameter);
  if (example === undefined) throw new Error(`The parameter ${parameter.name} has no example.`);
  return typeof example === "string" ? example : JSON.stringify(example);
}
