import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ErrorResponse } from "@partner-referrals/types";

interface Content<Body> {
  content: { "application/json": { examples: Record<string, { value: Body }> } };
}

interface Contract {
  paths: Record<
    string,
    Record<string, { operationId?: string; responses?: Record<string, Content<object>> }>
  >;
  components: { responses: Record<string, Content<ErrorResponse>> };
}

const contract: Contract = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("@partner-referrals/spec/openapi.json")), "utf8"),
);

/** Where an operation is, and the first example of what it answers with. */
export function operation(operationId: string, status: string): { path: string; example: object } {
  for (const [path, item] of Object.entries(contract.paths)) {
    const found = Object.values(item).find((operation) => operation.operationId === operationId);
    if (found) return { path, example: firstExample(found.responses?.[status]) };
  }
  throw new Error(`The contract has no operation ${operationId}.`);
}

/** The first example of one of the contract's error responses. */
export function errorExample(response: string): ErrorResponse {
  return firstExample(contract.components.responses[response]);
}

function firstExample<Body>(response: Content<Body> | undefined): Body {
  const [example] = Object.values(response?.content["application/json"].examples ?? {});
  if (example) return example.value;
  throw new Error("The contract has no example of this answer.");
}
