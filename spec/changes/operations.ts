/** Which operations and webhooks a place in the contract concerns. */
import {
  type JsonObject,
  listOperations,
  listWebhooks,
  operationReferences,
  parsePointer,
} from "../model/index.ts";

export interface OperationPlace {
  readonly id: string;
  /** `#/paths/…` or `#/webhooks/…`, and the method. */
  readonly pointer: string;
  /** What it refers to, directly or not, such as `#/components/schemas/Referral`. */
  readonly references: ReadonlySet<string>;
}

/** All operations of a document, webhooks included. */
export function listPlaces(document: JsonObject): OperationPlace[] {
  return [...listOperations(document), ...listWebhooks(document)].map((operation) => ({
    id: operation.id,
    pointer: `#${operation.pointer}`,
    references: operationReferences(document, operation),
  }));
}

/** The ids of the operations that a place concerns, in the order of the document. */
export function operationsConcerned(pointer: string, operations: readonly OperationPlace[]): string[] {
  const [section, kind, name] = parsePointer(pointer);
  const isShared = section === "components" && kind !== "securitySchemes";
  const concerned = operations.filter((operation) => {
    if (isShared) return operation.references.has(`#/components/${kind}/${name}`);
    if (section !== "paths" && section !== "webhooks") return true;
    return isWithin(pointer, operation.pointer) || isWithin(operation.pointer, pointer);
  });
  return [...new Set(concerned.map(({ id }) => id))];
}

function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}
