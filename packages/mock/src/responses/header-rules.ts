import {
  examplesOf,
  getIn,
  getOwn,
  type Header,
  type JsonObject,
  type OpenApiDocument,
  type Response,
  resolve,
  resolveObject,
} from "@partner-referrals/spec/model";
import type { HeaderRule } from "../send.ts";

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** What the header rules of a contract depend on. */
export interface HeaderContext {
  readonly document: OpenApiDocument;
  /** The names of all headers that requests may have, in lower case. */
  readonly requestHeaders: ReadonlySet<string>;
}

/**
 * How to fill the headers that a response declares: one that requests have too is repeated, a GUID and a time are new in
 * each response, any other is the contract's example. One without an example is left out.
 */
export function headerRulesOf({ document, requestHeaders }: HeaderContext, response: Response): HeaderRule[] {
  return response.headers.flatMap((header): HeaderRule[] => {
    const { name } = header;
    // Described by the content, says OpenAPI.
    if (name.toLowerCase() === "content-type") return [];
    const isGuid = getOwn(resolve(document, header.schema), "format") === "uuid";
    if (requestHeaders.has(name.toLowerCase())) return [{ name, source: "request", isGuid }];
    if (isGuid) return [{ name, source: "guid" }];
    const example = exampleOf(document, header);
    if (typeof example === "string" && dateTime.test(example)) return [{ name, source: "time" }];
    if (typeof example === "object" || example === undefined) return [];
    return isHeaderValue(String(example)) ? [{ name, value: String(example) }] : [];
  });
}

/** Whether a header may have this value. Node rejects anything else. */
export function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

function exampleOf(document: OpenApiDocument, header: Header): unknown {
  const schema: JsonObject = resolveObject(document, header.schema);
  return (
    examplesOf(document, header)[0]?.value ??
    schema.example ??
    schema.const ??
    schema.default ??
    getIn(schema, "examples", "0") ??
    getIn(schema, "enum", "0")
  );
}
