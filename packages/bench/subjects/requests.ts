/** Requests for the benches, read from the contract. */
import { readFile } from "node:fs/promises";
import type { ReferralPatch } from "@partner-referrals/types";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A request. */
export interface Call {
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  readonly body?: string;
  /** More than `headers`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request and the example of its answer, both from the contract. */
export interface ExampleCall extends Call {
  readonly answer: string;
}

export const contractFile = new URL(import.meta.resolve("@partner-referrals/spec/contract.json"));

/** Any bearer token satisfies a mock. */
export const headers = { authorization: "Bearer bench", "content-type": "application/json" };

/** Reading one referral, by default that of the example, and the id it asks for. */
export async function getReferral(wanted?: string): Promise<ExampleCall & { readonly id: string }> {
  const { path, operation } = await findOperation("getReferral");
  const answer = firstExample(dig(operation, "responses", "200"));
  const id = wanted ?? dig(answer, "id");
  if (typeof id !== "string") throw new Error("The example of getReferral has no id.");
  return { method: "GET", path: withId(path, id), id, answer: JSON.stringify(answer) };
}

/** Sends a request once. Throws when it is not answered with success. */
export async function send<Answer>(url: string, { method, path, body, ...call }: Call): Promise<Answer> {
  const init = { method, headers: { ...headers, ...call.headers }, ...(body !== undefined && { body }) };
  const response = await fetch(`${url}${path}`, init);
  if (!response.ok) throw new Error(`${method} ${url}${path}: ${response.status} ${await response.text()}`);
  return JSON.parse(await response.text());
}

/** Creating one referral. */
export async function createReferral(): Promise<ExampleCall & { readonly body: string }> {
  const { path, operation } = await findOperation("createReferral");
  const body = JSON.stringify(firstExample(dig(operation, "requestBody")));
  const answer = JSON.stringify(firstExample(dig(operation, "responses", "201")));
  return { method: "POST", path, body, answer };
}

/** Listing what fits the query: the properties of which have their `$` in front of them. */
export async function listReferrals(query: Readonly<Record<string, string>> = {}): Promise<ExampleCall> {
  const { path, operation } = await findOperation("listReferrals");
  const answer = JSON.stringify(firstExample(dig(operation, "responses", "200")));
  return { method: "GET", path: `${path}?${new URLSearchParams(query)}`, answer };
}

/** Changing the name of one referral, and asking for the whole of it. */
export async function updateReferral(id: string): Promise<ExampleCall> {
  const { path, operation } = await findOperation("updateReferral");
  const answer = JSON.stringify(firstExample(dig(operation, "responses", "200")));
  const patch: ReferralPatch = [{ op: "replace", path: "/name", value: "Changed" }];
  const prefer = { prefer: "return=representation" };
  return { method: "PATCH", path: withId(path, id), body: JSON.stringify(patch), headers: prefer, answer };
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

function withId(path: string, id: string): string {
  return path.replace(/\{[^}]+\}/, id);
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
