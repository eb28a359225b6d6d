import type { HeaderRule } from "../http/answer.ts";
import { isJson } from "../http/media-type.ts";
import { at, type JsonObject, members, text } from "../json.ts";
import type { Contract } from "./contract.ts";
import { resolve } from "./document.ts";
import type { Route } from "./routes.ts";

export interface Example {
  readonly name: string;
  readonly value: unknown;
}

/** What an operation declares for a status. `default` stands for the errors not listed, unless it is all there is. */
export function findResponse({ responses }: Route, status: number): JsonObject | undefined {
  const listed = responses.get(String(status)) ?? responses.get(`${Math.floor(status / 100)}XX`);
  return listed ?? (status >= 400 || responses.size === 1 ? responses.get("default") : undefined);
}

/** The media types of a response, JSON first: it is what a client gets that does not ask. */
export function mediaTypesOf(response: JsonObject): string[] {
  const types = members(response.content).map(([type]) => type);
  return types.sort((a, b) => Number(isJson(b)) - Number(isJson(a)));
}

/** The examples of one media type of a response. A single `example` goes by the name `default`. */
export function examplesOf({ document }: Contract, response: JsonObject, mediaType: string): Example[] {
  const content = resolve(document, at(response, "content", mediaType));
  const single = at(content, "example");
  if (single !== undefined) return [{ name: "default", value: single }];
  return members(at(content, "examples")).flatMap(([name, node]) => {
    const value = at(resolve(document, node), "value");
    return value === undefined ? [] : [{ name, value }];
  });
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * How to fill the headers that a response declares: one that requests have too is repeated, a GUID and a time are made
 * anew, any other is the contract's example. One without an example is left out.
 */
export function headerRulesOf(contract: Contract, response: JsonObject): HeaderRule[] {
  return members(response.headers).flatMap(([name, node]): HeaderRule[] => {
    // Described by the content, says OpenAPI.
    if (name.toLowerCase() === "content-type") return [];
    const header = resolve(contract.document, node);
    const schema = resolve(contract.document, at(header, "schema"));
    const isGuid = at(schema, "format") === "uuid";
    if (contract.requestHeaders.has(name.toLowerCase())) return [{ name, live: "echo", isGuid }];
    if (isGuid) return [{ name, live: "guid" }];
    const example = exampleOf(contract, header) ?? exampleOf(contract, schema);
    if (typeof example === "string" && dateTime.test(example)) return [{ name, live: "now" }];
    if (typeof example === "object" || example === undefined) return [];
    return isFieldValue(String(example)) ? [{ name, value: String(example) }] : [];
  });
}

/** Whether a header may have this value. Node refuses anything else. */
export function isFieldValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

function exampleOf({ document }: Contract, node: unknown): unknown {
  const single = at(node, "example") ?? at(node, "const") ?? at(node, "default");
  if (single !== undefined) return single;
  const examples = at(node, "examples") ?? at(node, "enum");
  if (Array.isArray(examples)) return examples[0];
  const [first] = members(examples);
  return first === undefined ? undefined : at(resolve(document, first[1]), "value");
}

/** What an error of this status says in the contract's examples. */
export interface ErrorTemplate {
  readonly code: string;
  readonly message: string;
  readonly headers: readonly HeaderRule[];
}

/** The example of an error response, when it is of the shape `{ error: { code, message } }`. */
export function errorTemplateOf(contract: Contract, response: JsonObject): ErrorTemplate | undefined {
  for (const mediaType of mediaTypesOf(response)) {
    for (const { value } of examplesOf(contract, response, mediaType)) {
      const code = text(at(value, "error", "code"));
      const message = text(at(value, "error", "message"));
      if (code !== undefined && message !== undefined)
        return { code, message, headers: headerRulesOf(contract, response) };
    }
  }
  return undefined;
}
