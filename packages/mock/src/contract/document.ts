import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { at, isObject, type JsonObject, members } from "../json.ts";

/** An OpenAPI 3 description as one parsed document: each `$ref` points inside it. */
export type OpenApiDocument = JsonObject & { readonly openapi: string };

const draft2020 = "https://json-schema.org/draft/2020-12/schema";

/** Reads the contract that comes with `@partner-referrals/spec`. */
export async function readContract(): Promise<unknown> {
  const file = fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json"));
  return JSON.parse(await readFile(file, "utf8"));
}

/**
 * Makes sure that a document can be mocked, and that Prism checks it by the right JSON Schema dialect.
 *
 * @throws when it is no OpenAPI 3 description, has no paths, or refers to something outside itself.
 */
export function checkDocument(document: unknown): OpenApiDocument {
  const version = at(document, "openapi");
  if (!isObject(document) || typeof version !== "string" || !version.startsWith("3.")) {
    throw new TypeError("The document is no OpenAPI 3 description: its `openapi` member must say 3.x.");
  }
  if (members(document.paths).length === 0) throw new TypeError("The OpenAPI description has no paths.");
  const foreign = findForeignReference(document);
  if (foreign !== undefined) {
    throw new TypeError(`The OpenAPI description refers to ${foreign}. Bundle it into one document first.`);
  }
  return { ...document, openapi: version, ...dialectOf(document, version) };
}

/**
 * Prism reads OpenAPI 3.1 schemas as draft 7 when the document names no dialect, and does not check them at all when
 * it names OpenAPI's own. Both mean draft 2020-12.
 */
function dialectOf(document: JsonObject, version: string): JsonObject {
  const named = document.jsonSchemaDialect;
  const isOwn = typeof named === "string" && named.startsWith("https://spec.openapis.org/oas/3.");
  const applies = !version.startsWith("3.0") && (named === undefined || isOwn);
  return applies ? { jsonSchemaDialect: draft2020 } : {};
}

/** The first `$ref` that leaves the document: Prism would follow it over the network. */
function findForeignReference(node: unknown): string | undefined {
  if (Array.isArray(node)) return node.map(findForeignReference).find((found) => found !== undefined);
  for (const [name, value] of members(node)) {
    if (name === "$ref" && typeof value === "string" && !value.startsWith("#")) return value;
    const found = typeof value === "object" ? findForeignReference(value) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Follows a node's `$ref`, and the next one, to what it means. */
export function resolve(document: OpenApiDocument, node: unknown): unknown {
  let current = node;
  for (let steps = 0; steps < 50; steps++) {
    const reference = at(current, "$ref");
    if (typeof reference !== "string") return current;
    current = at(document, ...pointerSegments(reference.slice(1)));
  }
  return undefined;
}

/** The names in a JSON Pointer (RFC 6901), as it stands after the `#` of a `$ref`. */
export function pointerSegments(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~"));
}
