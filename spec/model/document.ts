/** An OpenAPI document as data: its references, and what is found by following them. */
import { readFileSync } from "node:fs";
import { getIn, getOwn, isObject, type JsonObject } from "./json.ts";
import { escapeToken, formatPointer, getByPointer, parsePointer } from "./pointer.ts";

/** An OpenAPI 3.1 document. Unknown members are kept. */
export interface OpenApiDocument extends JsonObject {
  readonly openapi: string;
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly summary?: string;
    readonly description?: string;
  };
}

/** `$ref` chains longer than this are taken for a cycle. */
const maxReferences = 50;

/**
 * Reads a document that is JSON.
 *
 * @throws Error when the file cannot be read, is not JSON, or is not an OpenAPI 3 document.
 */
export function readDocument(file: string | URL): OpenApiDocument {
  const document: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (isOpenApiDocument(document)) return document;
  throw new Error(`${file} is not an OpenAPI 3 document: it needs "openapi: 3.x" and "info".`);
}

/** Whether a value has the members that every OpenAPI 3 document has. */
export function isOpenApiDocument(value: unknown): value is OpenApiDocument {
  return isObject(value) && String(value.openapi).startsWith("3.") && isObject(value.info);
}

/** Follows `$ref`s from a node until there is none. Undefined when one leads nowhere, or around in a circle. */
export function resolve(document: JsonObject, node: unknown): unknown {
  let current = node;
  for (let count = 0; count < maxReferences; count++) {
    const reference = getOwn(current, "$ref");
    if (typeof reference !== "string") return current;
    current = getByPointer(document, reference);
  }
  return undefined;
}

/** Like {@link resolve}, for a node that must be an object. An empty object when it is none. */
export function resolveObject(document: JsonObject, node: unknown): JsonObject {
  const found = resolve(document, node);
  return isObject(found) ? found : {};
}

/** The pointer under which a node really stands: every `$ref` on the way, and at its end, is followed. */
export function locate(document: JsonObject, pointer: string): string {
  let place: Place = { tokens: [], node: document };
  for (const token of parsePointer(pointer))
    place = follow(document, { tokens: [...place.tokens, token], node: getOwn(place.node, token) });
  return formatPointer(place.tokens);
}

/** A node and where it stands. */
interface Place {
  readonly tokens: readonly string[];
  readonly node: unknown;
}

function follow(document: JsonObject, place: Place): Place {
  let current = place;
  for (let count = 0; count < maxReferences; count++) {
    const reference = getOwn(current.node, "$ref");
    if (typeof reference !== "string") return current;
    const tokens = parsePointer(reference);
    current = { tokens, node: getIn(document, ...tokens) };
  }
  return place;
}

/** The name at the end of a reference: `Referral` for `#/components/schemas/Referral`. */
export function refName(reference: string): string {
  return parsePointer(reference).at(-1) ?? "";
}

/** The reference to a component. */
export function componentRef(kind: string, name: string): string {
  return `#/components/${kind}/${escapeToken(name)}`;
}

/**
 * A component, its own `$ref`s followed.
 *
 * @throws Error when the document has no such component.
 */
export function componentNamed(document: JsonObject, kind: string, name: string): JsonObject {
  const found = resolve(document, getIn(document, "components", kind, name));
  if (isObject(found)) return found;
  throw new Error(`The contract has no ${componentRef(kind, name)}.`);
}

/** Calls `visit` with every object at and below a value, parents first, and with its pointer. */
export function walk(value: unknown, visit: (node: JsonObject, pointer: string) => void, pointer = ""): void {
  if (typeof value !== "object" || value === null) return;
  if (isObject(value)) visit(value, pointer);
  for (const [name, child] of Object.entries(value)) walk(child, visit, `${pointer}/${escapeToken(name)}`);
}

/** Every `$ref` that a node leads to, directly or through another one. */
export function collectReferences(document: JsonObject, node: unknown): Set<string> {
  const found = new Set<string>();
  const pending = [node];
  while (pending.length > 0) {
    const current = pending.pop();
    if (typeof current !== "object" || current === null) continue;
    const reference = getOwn(current, "$ref");
    if (typeof reference === "string" && !found.has(reference)) {
      found.add(reference);
      pending.push(getByPointer(document, reference));
    }
    pending.push(...Object.values(current));
  }
  return found;
}
