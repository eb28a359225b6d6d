/** Reads the built contract. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { OpenApiDocument } from "@partner-referrals/mock";

/** The bundle as it is on disk now. */
export async function readContract(): Promise<OpenApiDocument> {
  const file = new URL(import.meta.resolve("@partner-referrals/spec/openapi.json"));
  const document: unknown = JSON.parse(await readFile(file, "utf8"));
  if (isOpenApiDocument(document)) return document;
  throw new Error(`${fileURLToPath(file)} is not an OpenAPI document.`);
}

function isOpenApiDocument(value: unknown): value is OpenApiDocument {
  return (
    typeof value === "object" && value !== null && "openapi" in value && typeof value.openapi === "string"
  );
}
