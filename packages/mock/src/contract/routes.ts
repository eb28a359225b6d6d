import { at, isObject, type JsonObject, members, text } from "../json.ts";
import { type OpenApiDocument, resolve } from "./document.ts";

/** An operation as the document writes it, every `$ref` at its own level followed. */
export interface Route {
  /** Its `operationId`, or method and path where it has none. */
  readonly id: string;
  /** In lower case, as OpenAPI writes it. */
  readonly method: Method;
  /** The path template. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** What the request body may be; undefined where the operation takes none. */
  readonly body: { readonly required: boolean; readonly mediaTypes: readonly string[] } | undefined;
  /** By status code, range (`4XX`) or `default`, in the order of the document. */
  readonly responses: ReadonlyMap<string, JsonObject>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly node: JsonObject;
}

/** What a path of the contract answers to. */
export interface Resource {
  readonly path: string;
  readonly routes: ReadonlyMap<string, Route>;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

export type Method = (typeof methods)[number];

/** Every path of the document, the ones with fixed segments before those with parameters in their place. */
export function readResources(document: OpenApiDocument): Resource[] {
  return members(document.paths)
    .map(([path, item]) => ({ path, routes: readRoutes(document, path, resolve(document, item)) }))
    .sort((a, b) => compareTemplates(a.path, b.path));
}

function readRoutes(document: OpenApiDocument, path: string, item: unknown): Map<string, Route> {
  const declared = methods.filter((method) => isObject(at(item, method)));
  return new Map(declared.map((method) => [method, readRoute(document, path, item, method)]));
}

function readRoute(document: OpenApiDocument, path: string, item: unknown, method: Method): Route {
  const operation = at(item, method);
  const body = resolve(document, at(operation, "requestBody"));
  return {
    id: text(at(operation, "operationId")) ?? `${method.toUpperCase()} ${path}`,
    method,
    path,
    parameters: readParameters(document, at(item, "parameters"), at(operation, "parameters")),
    body: isObject(body)
      ? { required: body.required === true, mediaTypes: members(body.content).map(([type]) => type) }
      : undefined,
    responses: new Map(
      members(at(operation, "responses")).flatMap(([code, node]) => {
        const response = resolve(document, node);
        return isObject(response) ? [[code, response]] : [];
      }),
    ),
  };
}

/** The parameters of a path and of its operation; the operation's win. */
function readParameters(document: OpenApiDocument, ...lists: unknown[]): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const item of lists.flatMap((list) => (Array.isArray(list) ? list : []))) {
    const node = resolve(document, item);
    const name = text(at(node, "name"));
    const location = text(at(node, "in"));
    if (!isObject(node) || name === undefined || location === undefined) continue;
    found.set(`${location} ${name}`, { name, in: location, node });
  }
  return [...found.values()];
}

/** Orders templates so that a fixed segment is tried before a parameter in its place. */
function compareTemplates(a: string, b: string): number {
  const left = a.split("/");
  const right = b.split("/");
  for (const [index, segment] of left.entries()) {
    const difference = Number(segment.includes("{")) - Number(right[index]?.includes("{") ?? false);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Finds the resource that a request path, still percent-encoded, addresses. */
export function createMatcher(resources: readonly Resource[]): (path: string) => Resource | undefined {
  const fixed = new Map(resources.filter(({ path }) => !path.includes("{")).map((item) => [item.path, item]));
  const templates = resources
    .filter(({ path }) => path.includes("{"))
    .map((resource) => ({ resource, pattern: toPattern(resource.path) }));
  return (path) => {
    const decoded = path.includes("%") ? path.split("/").map(decodeSegment).join("/") : path;
    return fixed.get(decoded) ?? templates.find(({ pattern }) => pattern.test(decoded))?.resource;
  };
}

function toPattern(template: string): RegExp {
  const parts = template.split(/(\{[^}]*\})/);
  const pattern = parts.map((part) =>
    part.startsWith("{") ? "[^/]+" : part.replace(/[\\^$.*+?()[\]|]/g, "\\$&"),
  );
  return new RegExp(`^${pattern.join("")}$`);
}

/** An encoded slash is part of its segment, so it stays encoded. */
function decodeSegment(segment: string): string {
  return decodeURIComponent(segment).replaceAll("/", "%2F");
}
