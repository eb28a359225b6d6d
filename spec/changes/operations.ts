/** Which operations and webhooks a place in the contract concerns. */
import { below, type Document, isObject, steps, valueAt } from "./document.ts";

export interface Operation {
  readonly id: string;
  /** `#/paths/…` or `#/webhooks/…`, and the method. */
  readonly pointer: string;
  /** The components it refers to, directly or not, such as `#/components/schemas/Referral`. */
  readonly components: ReadonlySet<string>;
}

/** All operations of a document, webhooks included. */
export function listOperations(document: Document): Operation[] {
  return ["paths", "webhooks"].flatMap((section) =>
    children(document, `#/${section}`).flatMap((path) =>
      children(document, path).flatMap((pointer) => {
        const operation = valueAt(document, pointer);
        if (!isObject(operation) || typeof operation.operationId !== "string") return [];
        // What stands on the path, such as its parameters, concerns the operation too.
        const components = new Set<string>();
        collect(document, { operation, parameters: valueAt(document, `${path}/parameters`) }, components);
        return [{ id: operation.operationId, pointer, components }];
      }),
    ),
  );
}

/** The pointers to the members of an object. */
function children(document: Document, pointer: string): string[] {
  const value = valueAt(document, pointer);
  if (!isObject(value)) return [];
  return Object.keys(value).map((key) => below(pointer, key));
}

/** Adds the components that a value refers to, and those that they refer to. */
function collect(document: Document, value: unknown, found: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key !== "$ref" || typeof child !== "string") {
      collect(document, child, found);
      continue;
    }
    if (found.has(child)) continue;
    found.add(child);
    collect(document, valueAt(document, child), found);
  }
}

/** The ids of the operations that a place concerns, in the order of the document. */
export function operationsConcerned(pointer: string, operations: readonly Operation[]): string[] {
  const [section, kind, name] = steps(pointer);
  const isShared = section === "components" && kind !== "securitySchemes";
  const concerned = operations.filter((operation) => {
    if (isShared) return operation.components.has(`#/components/${kind}/${name}`);
    if (section !== "paths" && section !== "webhooks") return true;
    return isWithin(pointer, operation.pointer) || isWithin(operation.pointer, pointer);
  });
  return [...new Set(concerned.map(({ id }) => id))];
}

function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}
