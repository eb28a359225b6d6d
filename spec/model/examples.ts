/** The examples of a document. */
import { resolveObject } from "./document.ts";
import { entriesOf, getOwn, isObject, type JsonObject, textIn } from "./json.ts";
import { listOperations, type MediaType, type Operation, type Parameter } from "./operations.ts";

/** A payload that the document shows. */
export interface Example {
  /** Its name in `examples`; `default` for a single `example`. */
  readonly name: string;
  readonly summary: string | undefined;
  readonly value: unknown;
}

/** A payload and its media type. */
export interface BodyExample extends Example {
  readonly mediaType: string;
}

/** An error as the contract shows it. */
export interface ErrorExample {
  readonly code: string;
  readonly message: string;
  readonly target: string | undefined;
}

/** The examples of a media type, a parameter or a header, in the order of the document. */
export function examplesOf(document: JsonObject, { node }: Pick<MediaType, "node">): Example[] {
  if (node.example !== undefined) return [{ name: "default", summary: undefined, value: node.example }];
  return entriesOf(node.examples).flatMap(([name, entry]) => {
    const example = resolveObject(document, entry);
    if (example.value === undefined) return [];
    return [{ name, summary: textIn(example.summary), value: example.value }];
  });
}

/** All examples of a request or response body. */
export function bodyExamples(
  document: JsonObject,
  body: { readonly content: readonly MediaType[] } | undefined,
): BodyExample[] {
  return (body?.content ?? []).flatMap((mediaType) =>
    examplesOf(document, mediaType).map((example) => ({ ...example, mediaType: mediaType.name })),
  );
}

/**
 * An example of a request's body, by default the first one. Undefined when the operation takes no body.
 *
 * @throws Error when it takes one and shows none, or none of that name.
 */
export function requestExample(
  document: JsonObject,
  operation: Operation,
  name?: string,
): BodyExample | undefined {
  if (!operation.requestBody) return undefined;
  return pick(bodyExamples(document, operation.requestBody), name, `the request of ${operation.id}`);
}

/**
 * An example of the body of a response with this status, by default the first one.
 *
 * @throws Error when there is none.
 */
export function responseExample(
  document: JsonObject,
  operation: Operation,
  status: number | string,
  name?: string,
): BodyExample {
  const response = operation.responses.get(String(status));
  return pick(bodyExamples(document, response), name, `status ${status} of ${operation.id}`);
}

/** The first example of a parameter, if the contract gives one. */
export function parameterExample(document: JsonObject, parameter: Parameter): unknown {
  return examplesOf(document, parameter)[0]?.value;
}

/** The error that the first operation to declare this status shows for it; undefined when none does. */
export function errorExample(document: JsonObject, status: number): ErrorExample | undefined {
  for (const operation of listOperations(document)) {
    const error = getOwn(bodyExamples(document, operation.responses.get(String(status)))[0]?.value, "error");
    if (!isObject(error)) continue;
    const { code, message, target } = error;
    return { code: String(code), message: String(message), target: textIn(target) };
  }
  return undefined;
}

function pick(examples: readonly BodyExample[], name: string | undefined, where: string): BodyExample {
  const found = name === undefined ? examples[0] : examples.find((example) => example.name === name);
  if (found) return found;
  throw new Error(`The contract has no example${name === undefined ? "" : ` named ${name}`} for ${where}.`);
}
