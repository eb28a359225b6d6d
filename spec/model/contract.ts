/** The published bundle of the contract. */
import { fileURLToPath } from "node:url";
import { type OpenApiDocument, readDocument } from "./document.ts";

/** Path of the bundle, as JSON. */
export const contractFile: string = fileURLToPath(
  import.meta.resolve("@partner-referrals/spec/openapi.json"),
);

/** The contract of this package: one document, `$ref`s to its own components. */
export const contract: OpenApiDocument = readDocument(contractFile);
