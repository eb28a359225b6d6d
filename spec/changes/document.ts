/** Reading an OpenAPI document as data, by JSON Pointers. */
import { readFile } from "node:fs/promises";

/** A bundled OpenAPI document. */
export interface Document {
  readonly info: { readonly version: string };
  readonly [key: string]: unknown;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a bundle. Throws when the file is not JSON with an `info.version`. */
export async function readDocument(file: string): Promise<Document> {
  const document: unknown = JSON.parse(await readFile(file, "utf8"));
  if (isDocument(document)) return document;
  throw new Error(`${file} is no OpenAPI document: it has no info.version.`);
}

function isDocument(value: unknown): value is Document {
  return isObject(value) && isObject(value.info) && typeof value.info.version === "string";
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The steps of a JSON Pointer such as `#/paths/~1v2~1referrals/post`. */
export function steps(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The JSON Pointer of a child. */
export function below(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** What a JSON Pointer points to, or undefined. */
export function valueAt(document: unknown, pointer: string): unknown {
  return steps(pointer).reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isObject(value) ? value[step] : undefined;
  }, document);
}
