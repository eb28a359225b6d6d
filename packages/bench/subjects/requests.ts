/** Requests for the benches, read from the contract. */
import { readFile } from "node:fs/promises";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A request and the example of its answer, both from the contract. */
export interface ExampleCall {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: string;
  readonly answer: string;
}

export const contractFile = new URL(import.meta.resolve("@partner-referrals/spec/openapi.json"));

/** Any bearer token satisfies a mock. */
export const headers = { authorization: "Bearer bench", "content-type": "application/json" };

/** Reading one referral, and the id it asks for. */
export async function getReferral(): Promise<ExampleCall & { readonly id: string }> {
  const { path, operation } = await findOperation("getReferral");
  const answer = firstExample(dig(operation, "responses", "200"));
  const id = dig(answer, "id");
  if (typeof id !== "string") throw new Error("The example of getReferral has no id.");
  return { method: "GET", path: path.replace(/\{[^}]+\}/, id), id, answer: JSON.stringify(answer) };
}

/** Creating one referral. */
export async function createReferral(): Promise<ExampleCall & { readonly body: string }> {
  const { path, operation } = await findOperation("createReferral");
  const body = JSON.stringify(firstExample(dig(operation, "requestBody")));
  const answer = JSON.stringify(firstExample(dig(operation, "responses", "201")));
  return { method: "POST", path, body, answer };
}

async function findOperation(operationId: string): Promise<{ path: string; operation: Json }> {
  const document: Json = JSON.parse(await readFile(contractFile, "utf8"));
  for (const [path, pathItem] of entries(dig(document, "paths"))) {
    for (const [, operation] of entries(pathItem)) {
      if (dig(operation, "operationId") === operationId) return { path, operation };
    }
  }
  throw new Error(`The contract has no operation ${operationId}.`);
}

function firstExample(bodyOwner: Json): Json {
  const [media] = entries(dig(bodyOwner, "content"));
  const [example] = entries(dig(media?.[1] ?? null, "examples"));
  return dig(example?.[1] ?? null, "value");
}

function entries(value: Json): [string, Json][] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** Follows property names; null where one is missing. */
function dig(value: Json, ...names: readonly string[]): Json {
  return names.reduce((node, name) => new Map(entries(node)).get(name) ?? null, value);
}
