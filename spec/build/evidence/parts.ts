import type { Document, Schema } from "../document.ts";

type Node = Record<string, unknown>;

/** A part of the contract that has evidence. */
export interface Part {
  /** `Schema`, `Schema.property`, an operationId, or the kind and name of another component: `headers/ETag`. */
  id: string;
  node: Node;
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  node: Node;
}

const methods = new Set(["get", "put", "post", "patch", "delete"]);
/** Component kinds other than schemas, whose parts are named with the kind in front. */
export const kinds = ["parameters", "headers", "responses", "securitySchemes"] as const;

/** The operations of paths and webhooks. */
export function operationsOf(document: Document): Operation[] {
  return Object.entries({ ...asNode(document.paths), ...asNode(document.webhooks) }).flatMap(([path, item]) =>
    Object.entries(asNode(item))
      .filter(([method]) => methods.has(method))
      .map(([method, node]) => ({ id: String(asNode(node).operationId), method, path, node: asNode(node) })),
  );
}

/** The components of one of the `kinds`, by name. */
export function componentsOf(document: Document, kind: (typeof kinds)[number]): [string, Node][] {
  const components: Node = document.components;
  return Object.entries(asNode(components[kind])).map(([name, node]) => [name, asNode(node)]);
}

/** The schemas, by name. */
export function schemasOf(document: Document): [string, Schema][] {
  return Object.entries(document.components.schemas);
}

/** Every part of the document that has evidence, or should have. */
export function partsOf(document: Document): Part[] {
  return [
    ...operationsOf(document),
    ...kinds.flatMap((kind) =>
      componentsOf(document, kind).map(([name, node]) => ({ id: `${kind}/${name}`, node })),
    ),
    ...schemasOf(document).flatMap(([name, schema]) => [
      { id: name, node: schema },
      ...Object.entries(schema.properties ?? {}).map(([property, node]) => ({
        id: `${name}.${property}`,
        node,
      })),
    ]),
  ];
}

function asNode(value: unknown): Node {
  // A cast, because TypeScript knows of a non-null object only that it has no known properties.
  return typeof value === "object" && value !== null ? (value as Node) : {};
}
