/** The operations of a document, with everything needed to call or serve them. */
import { collectReferences, locate, resolveObject } from "./document.ts";
import { entriesOf, getIn, isObject, itemsIn, type JsonObject, textIn } from "./json.ts";
import { formatPointer, getByPointer, joinPointer } from "./pointer.ts";

/** The methods that a path item may declare, in lower case, in the order in which they are listed. */
export const httpMethods = ["get", "put", "post", "patch", "delete", "options", "head", "trace"] as const;

export type HttpMethod = (typeof httpMethods)[number];

/** Something declared in the document. */
export interface Declared {
  /** Where it stands, behind its `$ref` if it has one. A JSON Pointer. */
  readonly pointer: string;
  /** It as the document has it. */
  readonly node: JsonObject;
  readonly description: string | undefined;
}

/** Something with a schema. */
export interface WithSchema extends Declared {
  /** The schema as it stands, maybe a `$ref`; undefined when none is declared. */
  readonly schema: unknown;
  /** Where that schema stands. */
  readonly schemaPointer: string;
}

export interface Parameter extends WithSchema {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
}

export interface Header extends WithSchema {
  readonly name: string;
  readonly required: boolean;
}

/** One entry of `content`. */
export interface MediaType extends WithSchema {
  /** Such as `application/json`. */
  readonly name: string;
}

export interface RequestBody extends Declared {
  readonly required: boolean;
  readonly content: readonly MediaType[];
}

export interface Response extends Declared {
  /** A status code, a range such as `4XX`, or `default`. */
  readonly status: string;
  readonly headers: readonly Header[];
  readonly content: readonly MediaType[];
}

/** One way to authenticate: schemes, and the scopes each of them needs. All of them together. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

export interface Operation extends Declared {
  /** Its `operationId`, or method and path where it has none. */
  readonly id: string;
  readonly method: HttpMethod;
  /** The path template; for a webhook its name. */
  readonly path: string;
  readonly summary: string | undefined;
  readonly deprecated: boolean;
  readonly tags: readonly string[];
  /** The first server, of the operation, its path or the document; empty for a webhook. */
  readonly server: string;
  /** The path's and the operation's own; the operation's win. */
  readonly parameters: readonly Parameter[];
  /** Undefined where the operation takes none. */
  readonly requestBody: RequestBody | undefined;
  /** By status, in the order of the document. */
  readonly responses: ReadonlyMap<string, Response>;
  /** Alternatives: any one of them will do. */
  readonly security: readonly SecurityRequirement[];
}

/** The operations of `paths`, in the order of the document. */
export function listOperations(document: JsonObject): Operation[] {
  return operationsIn(document, "paths");
}

/** The operations of `webhooks`: what the service sends to you. */
export function listWebhooks(document: JsonObject): Operation[] {
  return operationsIn(document, "webhooks");
}

/**
 * An operation or webhook by its id.
 *
 * @throws Error when the document has none of that id.
 */
export function operationNamed(document: JsonObject, id: string): Operation {
  const all = [...placesIn(document, "paths"), ...placesIn(document, "webhooks")];
  const found = all.find((place) => idOf(place) === id);
  if (found) return readOperation(document, found, new Map());
  throw new Error(`The contract has no operation ${id}. It has ${all.map(idOf).join(", ")}.`);
}

/** The references to components that an operation depends on, with those of its path's parameters. */
export function operationReferences(document: JsonObject, operation: Operation): Set<string> {
  const nodes = operation.parameters.map(({ node }) => node);
  const references = collectReferences(document, [operation.node, nodes]);
  for (const reference of collectReferences(document, getIn(document, "paths", operation.path, "parameters")))
    references.add(reference);
  return references;
}

/** The response declared for a status code: by itself, by its range, else `default`. */
export function responseFor(operation: Operation, status: number): Response | undefined {
  const { responses } = operation;
  return (
    responses.get(String(status)) ??
    responses.get(`${Math.floor(status / 100)}XX`) ??
    responses.get("default")
  );
}

/** Where an operation stands, before anything of it is read. */
interface Place {
  readonly section: "paths" | "webhooks";
  readonly path: string;
  readonly method: HttpMethod;
  readonly item: JsonObject;
  readonly node: JsonObject;
}

function operationsIn(document: JsonObject, section: Place["section"]): Operation[] {
  const shared: SharedResponses = new Map();
  return placesIn(document, section).map((place) => readOperation(document, place, shared));
}

function placesIn(document: JsonObject, section: Place["section"]): Place[] {
  return entriesOf(document[section]).flatMap(([path, entry]) => {
    const item = resolveObject(document, entry);
    return httpMethods.flatMap((method) => {
      const node = item[method];
      return isObject(node) ? [{ section, path, method, item, node }] : [];
    });
  });
}

function idOf({ method, path, node }: Place): string {
  return textIn(node.operationId) ?? `${method.toUpperCase()} ${path}`;
}

function readOperation(document: JsonObject, place: Place, shared: SharedResponses): Operation {
  const { section, path, method, item, node } = place;
  const itemPointer = locate(document, formatPointer([section, path]));
  const pointer = joinPointer(itemPointer, method);
  const servers = itemsIn(node.servers ?? item.servers ?? (section === "paths" ? document.servers : []));
  return {
    id: idOf(place),
    method,
    path,
    pointer,
    node,
    summary: textIn(node.summary),
    description: textIn(node.description),
    deprecated: node.deprecated === true,
    tags: itemsIn(node.tags).map(String),
    server: textIn(getIn(servers, "0", "url")) ?? "",
    parameters: readParameters(document, itemPointer, item, pointer, node),
    requestBody: readRequestBody(document, pointer, node),
    responses: new Map(
      entriesOf(node.responses).map(([status]) => [
        status,
        readResponse(document, joinPointer(pointer, "responses", status), status, shared),
      ]),
    ),
    security: itemsIn(node.security ?? document.security).map(
      (requirement): SecurityRequirement =>
        Object.fromEntries(
          entriesOf(requirement).map(([name, scopes]) => [name, itemsIn(scopes).map(String)]),
        ),
    ),
  };
}

const locations: readonly string[] = ["path", "query", "header", "cookie"] satisfies Parameter["in"][];

function readParameters(
  document: JsonObject,
  itemPointer: string,
  item: JsonObject,
  pointer: string,
  node: JsonObject,
): Parameter[] {
  const pointers = [
    ...itemsIn(item.parameters).map((_, index) => joinPointer(itemPointer, "parameters", index)),
    ...itemsIn(node.parameters).map((_, index) => joinPointer(pointer, "parameters", index)),
  ];
  const found = pointers.flatMap((place): [string, Parameter][] => {
    const declared = declaredAt(document, place);
    const name = textIn(declared.node.name);
    const location = declared.node.in;
    if (name === undefined || !isLocation(location)) return [];
    const parameter = {
      ...withSchema(declared),
      name,
      in: location,
      required: declared.node.required === true,
    };
    return [[`${location} ${name}`, parameter]];
  });
  return [...new Map(found).values()];
}

function isLocation(value: unknown): value is Parameter["in"] {
  return typeof value === "string" && locations.includes(value);
}

function readRequestBody(
  document: JsonObject,
  pointer: string,
  operation: JsonObject,
): RequestBody | undefined {
  if (operation.requestBody === undefined) return undefined;
  const declared = declaredAt(document, joinPointer(pointer, "requestBody"));
  return { ...declared, required: declared.node.required === true, content: readContent(document, declared) };
}

/** By pointer. Most operations refer to the same few responses with many headers, so each is read once. */
type SharedResponses = Map<string, Pick<Response, "headers" | "content">>;

function readResponse(
  document: JsonObject,
  pointer: string,
  status: string,
  shared: SharedResponses,
): Response {
  const declared = declaredAt(document, pointer);
  const parts = shared.get(declared.pointer) ?? {
    headers: readHeaders(document, declared),
    content: readContent(document, declared),
  };
  shared.set(declared.pointer, parts);
  return { ...declared, status, ...parts };
}

function readHeaders(document: JsonObject, { pointer, node }: Declared): Header[] {
  return entriesOf(node.headers).map(([name]) => {
    const header = declaredAt(document, joinPointer(pointer, "headers", name));
    return { ...withSchema(header), name, required: header.node.required === true };
  });
}

function readContent(document: JsonObject, { pointer, node }: Declared): MediaType[] {
  return entriesOf(node.content).map(([name]) => ({
    ...withSchema(declaredAt(document, joinPointer(pointer, "content", name))),
    name,
  }));
}

function declaredAt(document: JsonObject, place: string): Declared {
  const pointer = locate(document, place);
  const found = getByPointer(document, pointer);
  const node = isObject(found) ? found : {};
  return { pointer, node, description: textIn(node.description) };
}

function withSchema(declared: Declared): WithSchema {
  return {
    ...declared,
    schema: declared.node.schema,
    schemaPointer: joinPointer(declared.pointer, "schema"),
  };
}
