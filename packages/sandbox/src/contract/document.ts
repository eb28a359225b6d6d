import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { at, escapeSegment, isObject, type JsonObject } from "../json.ts";

/** The bundled contract. */
export const document: JsonObject = readDocument();

function readDocument(): JsonObject {
  const file = fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json"));
  const read: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isObject(read)) throw new TypeError("The contract is not a JSON object.");
  return read;
}

/** A place in the contract, as a JSON Pointer without `#`. */
export function pointerTo(...path: readonly string[]): string {
  return path.map((segment) => `/${escapeSegment(segment)}`).join("");
}

/** Follows `$ref` until there is none. */
export function resolve(node: unknown): JsonObject {
  let found = node;
  while (isObject(found) && typeof found.$ref === "string") {
    const path = found.$ref.slice(2).split("/");
    found = at(document, ...path.map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~")));
  }
  return isObject(found) ? found : {};
}
