/** The published contract. */
import { fileURLToPath } from "node:url";
import { type OpenApiDocument, readDocument } from "./document.ts";

/** Path of both documents in one, as JSON. */
export const contractFile: string = fileURLToPath(
  import.meta.resolve("@partner-referrals/spec/contract.json"),
);

/**
 * The contract of this package: the documents `openapi` and `event-registration` in one, `$ref`s to its own components. The
 * paths of the second name their server themselves.
 */
export const contract: OpenApiDocument = readDocument(contractFile);
