/** Requests for the benches, read from the contract. */
import {
  contract,
  type Operation,
  operationNamed,
  requestExample,
  responseExample,
} from "@partner-referrals/spec/model";
import type { ReferralPatch } from "@partner-referrals/types";

/** A request. */
export interface BenchRequest {
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  readonly body?: string;
  /** More than `headers`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request and the example of its response body, both from the contract. */
export interface ExampleRequest extends BenchRequest {
  readonly responseBody: string;
}

/** The mock and the stub accept any bearer token. */
export const headers = { authorization: "Bearer bench", "content-type": "application/json" };

/** Reads one referral, by default that of the example. */
export function getReferral(wanted?: string): ExampleRequest & { readonly id: string } {
  const operation = operationNamed(contract, "getReferral");
  const example = responseExample(contract, operation, 200).value;
  const id = wanted ?? Object(example).id;
  if (typeof id !== "string") throw new Error("The example of getReferral has no id.");
  return { method: "GET", path: withId(operation, id), id, responseBody: JSON.stringify(example) };
}

/** Creates one referral. */
export function createReferral(): ExampleRequest & { readonly body: string } {
  const operation = operationNamed(contract, "createReferral");
  const body = JSON.stringify(requestExample(contract, operation)?.value);
  return { method: "POST", path: operation.path, body, responseBody: exampleText(operation, 201) };
}

/** Lists what matches the query, whose names begin with `$`. */
export function listReferrals(query: Readonly<Record<string, string>> = {}): ExampleRequest {
  const operation = operationNamed(contract, "listReferrals");
  const path = `${operation.path}?${new URLSearchParams(query)}`;
  return { method: "GET", path, responseBody: exampleText(operation, 200) };
}

/** Changes the name of one referral, and wants all of it in the response. */
export function updateReferral(id: string): ExampleRequest {
  const operation = operationNamed(contract, "updateReferral");
  const patch: ReferralPatch = [{ op: "replace", path: "/name", value: "Changed" }];
  return {
    method: "PATCH",
    path: withId(operation, id),
    body: JSON.stringify(patch),
    headers: { prefer: "return=representation" },
    responseBody: exampleText(operation, 200),
  };
}

/** Sends a request once. Throws when the response is not a success. */
export async function send<Body>(
  url: string,
  { method, path, body, ...request }: BenchRequest,
): Promise<Body> {
  const init = { method, headers: { ...headers, ...request.headers }, ...(body !== undefined && { body }) };
  const response = await fetch(`${url}${path}`, init);
  if (!response.ok) throw new Error(`${method} ${url}${path}: ${response.status} ${await response.text()}`);
  return JSON.parse(await response.text());
}

function exampleText(operation: Operation, status: number): string {
  return JSON.stringify(responseExample(contract, operation, status).value);
}

function withId({ path }: Operation, id: string): string {
  return path.replace(/\{[^}]+\}/, id);
}
