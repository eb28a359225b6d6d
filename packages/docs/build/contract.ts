/** The parts of an OpenAPI document that the docs read, and how they are found. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export type JsonObject = { readonly [name: string]: Json };

export interface Reference {
  readonly $ref: string;
}

export interface Example {
  readonly summary?: string;
  readonly value?: Json;
}

export interface MediaType {
  readonly schema?: Json;
  readonly examples?: Readonly<Record<string, Example | Reference>>;
}

export interface Parameter {
  readonly name: string;
  readonly description?: string;
  readonly schema?: Json;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required?: boolean;
  readonly example?: Json;
  readonly examples?: Readonly<Record<string, Example | Reference>>;
}

export interface Body {
  readonly description?: string;
  readonly content?: Readonly<Record<string, MediaType>>;
}

export interface Header {
  readonly description?: string;
  readonly schema?: Json;
}

export interface Response extends Body {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Header | Reference>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly tags?: readonly string[];
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: Body | Reference;
  readonly responses?: Readonly<Record<string, Response | Reference>>;
}

export interface Server {
  readonly url: string;
}

export interface PathItem {
  readonly servers?: readonly Server[];
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly get?: Operation;
  readonly put?: Operation;
  readonly post?: Operation;
  readonly patch?: Operation;
  readonly delete?: Operation;
}

export interface OpenApiDocument {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly summary?: string;
    readonly description?: string;
  };
  readonly servers?: readonly Server[];
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly webhooks?: Readonly<Record<string, PathItem>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, Json>>;
    readonly responses?: Readonly<Record<string, Response>>;
    readonly headers?: Readonly<Record<string, Header>>;
  };
}

/** An operation with everything needed to call it. */
export interface LocatedOperation {
  readonly method: "get" | "put" | "post" | "patch" | "delete";
  /** The root of its URL. Empty for a webhook. */
  readonly server: string;
  readonly path: string;
  readonly operation: Operation;
  /** The path's and the operation's own parameters, references followed. */
  readonly parameters: readonly Parameter[];
}

const METHODS = ["get", "put", "post", "patch", "delete"] as const;

/** Lists the operations of `paths` or `webhooks` in the order of the document. */
export function listOperations(
  document: OpenApiDocument,
  items: Readonly<Record<string, PathItem>> = document.paths,
): LocatedOperation[] {
  const roots = items === document.paths ? document.servers : undefined;
  return Object.entries(items).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
        follow<Parameter>(document, parameter),
      );
      const server = (item.servers ?? roots)?.[0]?.url ?? "";
      return [{ method, server, path, operation, parameters }];
    }),
  );
}

/** Follows references inside the document until something that is not one. */
export function follow<T extends object>(document: OpenApiDocument, value: T | Reference): T {
  let current: T | Reference = value;
  while ("$ref" in current) {
    let found: unknown = document;
    for (const segment of current.$ref.replace(/^#\//, "").split("/")) {
      const name = decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~");
      found = typeof found === "object" && found ? Reflect.get(found, name) : undefined;
    }
    if (typeof found !== "object" || !found) throw new Error(`The contract has no ${current.$ref}.`);
    // The linted contract guarantees that a reference in T's place points at a T.
    current = found as T | Reference;
  }
  return current;
}

/** Tells an object from the other JSON values. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first example of a parameter, if the contract gives one. */
export function parameterExample(document: OpenApiDocument, parameter: Parameter): Json | undefined {
  return parameter.example ?? firstExample(document, parameter.examples);
}

/** The media type and the first example of an operation's request body; nothing when it takes no body. */
export function requestExample(
  document: OpenApiDocument,
  operation: Operation,
): { readonly contentType: string; readonly value: Json } | undefined {
  if (!operation.requestBody) return undefined;
  const body = follow<Body>(document, operation.requestBody);
  for (const [contentType, mediaType] of Object.entries(body.content ?? {})) {
    const value = firstExample(document, mediaType.examples);
    if (value !== undefined) return { contentType, value };
  }
  throw new Error(`The request body of ${operation.operationId} has no example.`);
}

function firstExample(document: OpenApiDocument, examples: MediaType["examples"]): Json | undefined {
  const first = Object.values(examples ?? {})[0];
  return first && follow<Example>(document, first).value;
}
