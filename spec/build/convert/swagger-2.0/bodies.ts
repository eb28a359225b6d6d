/** Rules for what requests and responses carry. */
import { entriesOf } from "../../../model/json.ts";
import { joinPointer } from "../../../model/pointer.ts";
import { type Rule, UnsupportedError } from "../changes.ts";
import { isNode, type Node } from "../structure.ts";
import { type Context, copyFields, note, resolved } from "./context.ts";
import { convertHeader } from "./parameters.ts";
import { convertReference } from "./references.ts";
import { convertSchema } from "./schema-rules.ts";

/** The body of a request is a parameter. */
const requestBody: Rule = {
  name: "request-body",
  reason: "In Swagger 2.0 the body of a request is a parameter, without examples.",
};

/** One schema for all media types. */
const oneSchema: Rule = {
  name: "one-schema",
  reason: "In Swagger 2.0 all media types of a body have one schema; that of the first one stays.",
};

/** Examples of a response: one for a media type. */
const responseExamples: Rule = {
  name: "response-examples",
  reason: "Swagger 2.0 shows one example for each media type of a response; the first one stays.",
};

/** Links between responses and operations. */
const links: Rule = { name: "links", reason: "Swagger 2.0 has no links." };

/** Ranges of status codes. */
const statusRanges: Rule = {
  name: "status-ranges",
  reason: "Swagger 2.0 has no ranges of status codes such as `4XX`; one of them stays as `default`.",
};

const formMediaTypes = ["application/x-www-form-urlencoded", "multipart/form-data"];

/** The body of a request as a parameter. */
export function convertRequestBody(context: Context, body: unknown, pointer: string): Node {
  const target = resolved(context, body);
  const form = mediaTypesOf(target).find((name) => formMediaTypes.includes(name));
  if (form) throw new UnsupportedError(joinPointer(pointer, "content", form), "Forms are not converted.");
  const [schema = {}] = schemasOf(context, target, pointer);
  for (const [name, mediaType] of entriesOf(target.content)) {
    const examples = entriesOf(isNode(mediaType) ? mediaType.examples : undefined).map(
      ([example]) => example,
    );
    if (examples.length > 0)
      note(context, requestBody, "dropped", joinPointer(pointer, "content", name, "examples"), ...examples);
  }
  return {
    name: "body",
    in: "body",
    ...copyFields(target, ["description"]),
    required: target.required === true,
    schema,
  };
}

/** The responses of an operation. */
export function convertResponses(context: Context, responses: unknown, pointer: string): Node {
  const converted: Node = {};
  for (const [status, response] of entriesOf(responses)) {
    const place = joinPointer(pointer, status);
    const isRange = /XX$/.test(status);
    const name = isRange ? "default" : status;
    const isTaken =
      isRange && ((isNode(responses) && responses.default !== undefined) || converted.default !== undefined);
    if (isRange) note(context, statusRanges, isTaken ? "dropped" : "weakened", place);
    if (!isTaken && isNode(response)) converted[name] = convertResponse(context, response, place);
  }
  return converted;
}

/** A response. */
export function convertResponse(context: Context, response: Node, pointer: string): Node {
  if (typeof response.$ref === "string") return { $ref: convertReference(response.$ref, pointer) };
  const [schema] = schemasOf(context, response, pointer);
  const examples = firstExamples(context, response, pointer);
  const headers = entriesOf(response.headers).map(([name, header]) => [
    name,
    convertHeader(context, isNode(header) ? header : {}, joinPointer(pointer, "headers", name)),
  ]);
  for (const [name] of entriesOf(response.links))
    note(context, links, "dropped", joinPointer(pointer, "links", name));
  return {
    ...copyFields(response, ["description"]),
    ...(schema ? { schema } : {}),
    ...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}),
    ...(Object.keys(examples).length > 0 ? { examples } : {}),
  };
}

/** The media types of bodies, each once. */
export function mediaTypesOf(...bodies: readonly Node[]): string[] {
  return [...new Set(bodies.flatMap((body) => entriesOf(body.content).map(([name]) => name)))];
}

function schemasOf(context: Context, body: Node, pointer: string): Node[] {
  const schemas = entriesOf(body.content).flatMap(([name, mediaType]) => {
    const schema = isNode(mediaType) ? mediaType.schema : undefined;
    const place = joinPointer(pointer, "content", name, "schema");
    return schema === undefined ? [] : [{ place, schema }];
  });
  const [first, ...others] = schemas;
  if (!first) return [];
  for (const { place, schema } of others)
    if (JSON.stringify(schema) !== JSON.stringify(first.schema)) note(context, oneSchema, "dropped", place);
  return [convertSchema(first.schema, first.place, context)];
}

function firstExamples(context: Context, response: Node, pointer: string): Node {
  const found: Node = {};
  for (const [name, mediaType] of entriesOf(response.content)) {
    if (!isNode(mediaType)) continue;
    const [first, ...others] = entriesOf(mediaType.examples);
    const value = mediaType.example ?? (first ? resolved(context, first[1]).value : undefined);
    if (value !== undefined) found[name] = value;
    const place = joinPointer(pointer, "content", name, "examples");
    const dropped = others.map(([example]) => example);
    if (dropped.length > 0) note(context, responseExamples, "dropped", place, ...dropped);
  }
  return found;
}
