/** The contract, read for tests: what they send and expect comes from here. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

interface Reference {
  readonly $ref?: string;
}
interface Parameter extends Reference {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly example?: unknown;
}
interface Content {
  readonly schema: object;
  readonly examples?: Record<string, { readonly value: unknown }>;
}
interface Body extends Reference {
  readonly content?: Record<string, Content>;
  readonly headers?: Record<string, Reference>;
}
interface OperationNode {
  readonly operationId: string;
  readonly parameters?: Parameter[];
  readonly requestBody?: Body;
  readonly responses: Record<string, Body>;
}
interface Bundle {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, OperationNode> & { parameters?: Parameter[] }>;
  readonly components: { readonly schemas: Record<string, Record<string, unknown>> };
  readonly [member: string]: unknown;
}

export const bundle: Bundle = JSON.parse(
  await readFile(fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json")), "utf8"),
);

/** A copy that a test may change. */
export const copyOfBundle = (): Bundle => structuredClone(bundle);

export interface ResponseOf {
  readonly status: string;
  /** In lower case, without those that requests have too: they are left out when there is nothing to repeat. */
  readonly headers: string[];
  /** By example name. */
  readonly examples: Record<string, unknown>;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly template: string;
  /** With the contract's examples in place of parameters. */
  readonly path: string;
  /** The required ones, with the contract's examples, a token, and Content-Type where there is a body. */
  readonly headers: Record<string, string>;
  /** By example name. */
  readonly bodies: Record<string, unknown>;
  readonly responses: ResponseOf[];
  readonly parameters: Parameter[];
}

const methods = ["get", "put", "post", "delete", "patch"];

const requestHeaders = new Set(
  Object.values(bundle.paths)
    .flatMap((item) => methods.flatMap((method) => item[method]?.parameters ?? []))
    .map(resolve)
    .filter((parameter) => parameter.in === "header")
    .map(({ name }) => name.toLowerCase()),
);

export const operations: Operation[] = Object.entries(bundle.paths).flatMap(([template, item]) =>
  methods.flatMap((method) => {
    const node = item[method];
    return node === undefined ? [] : [read(template, method, node, item.parameters ?? [])];
  }),
);

/** The operation of this name. */
export function operation(id: string): Operation {
  const found = operations.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`The contract has no operation ${id}.`);
  return found;
}

function read(template: string, method: string, node: OperationNode, shared: Parameter[]): Operation {
  const parameters = [...shared, ...(node.parameters ?? [])].map(resolve);
  const required = parameters.filter((parameter) => parameter.in === "header" && parameter.required);
  const [mediaType, content] = Object.entries(resolve(node.requestBody ?? {}).content ?? {})[0] ?? [];
  return {
    id: node.operationId,
    method: method.toUpperCase(),
    template,
    path: template.replace(/\{(.+?)\}/g, (_, name) =>
      String(parameters.find((item) => item.name === name)?.example),
    ),
    headers: {
      authorization: "Bearer any",
      ...Object.fromEntries(required.map(({ name, example }) => [name, String(example)])),
      ...(mediaType !== undefined && { "content-type": mediaType }),
    },
    bodies: values(content),
    responses: Object.entries(node.responses).map(([status, response]) => {
      const resolved = resolve(response);
      const names = Object.keys(resolved.headers ?? {}).map((name) => name.toLowerCase());
      const headers = names.filter((name) => !requestHeaders.has(name));
      return { status, headers, examples: values(Object.values(resolved.content ?? {})[0]) };
    }),
    parameters,
  };
}

function values(content: Content | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(content?.examples ?? {}).map(([name, { value }]) => [name, value]),
  );
}

export function resolve<T extends Reference>(node: T): T {
  if (node.$ref === undefined) return node;
  let target: unknown = bundle;
  for (const name of node.$ref.slice(2).split("/")) target = Object(target)[name];
  // What a reference points to has the shape of what it stands for.
  return target as T;
}
