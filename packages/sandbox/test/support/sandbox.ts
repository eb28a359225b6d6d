/** A sandbox for a test, with calls whose responses are held to the contract. */
import assert from "node:assert/strict";
import { after } from "node:test";
import { createReferralsClient, type ReferralsClient } from "@partner-referrals/client";
import { type Sandbox, type SandboxOptions, startSandbox } from "@partner-referrals/sandbox";
import { checkedFetch, contract } from "./contract.ts";

export const admin = "Proseware:admin";
export const collection = "/v1.0/engagements/referrals";

export interface TestResponse {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body. A cast where it is used says what a test expects. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into responses of many shapes, and fail where they differ.
  readonly body: any;
}

export interface Call {
  readonly token?: string | null;
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

export interface TestSandbox extends Sandbox {
  call(method: string, path: string, options?: Call): Promise<TestResponse>;
  clientFor(token: string, headers?: Record<string, string>): ReferralsClient;
}

/** Starts a sandbox that ends with the tests of the file. */
export async function start(options: SandboxOptions = {}): Promise<TestSandbox> {
  const { data: _, ...given } = { port: 0, webhookRetryDelay: 5, ...options };
  const { SANDBOX_TEST_DATABASE: database } = process.env;
  // A cast: what also runs with a database awaits what controls return, which is right without one, too.
  const sandbox = (
    database === undefined
      ? await startSandbox({ ...given, ...options })
      : await startSandbox({ ...given, database })
  ) as Sandbox;
  after(() => sandbox.close());
  const call = async (method: string, path: string, { token = admin, body, raw, headers }: Call = {}) => {
    const response = await checkedFetch(sandbox.url + path, {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(raw !== undefined && { body: raw }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
  };
  const clientFor = (token: string, headers: Record<string, string> = {}): ReferralsClient =>
    createReferralsClient({
      ...{ baseUrl: sandbox.url, token, fetch: checkedFetch, retry: false },
      onRequest: (request) => {
        for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
      },
    });
  return { ...sandbox, call, clientFor };
}

/** The smallest deal that the contract allows. */
export const deal = {
  type: "Independent",
  customerProfile: { name: "Northwind Traders", address: { country: "US" } },
  consent: { consentToContact: true },
  details: { dealValue: 42000, currency: "USD" },
};

/** A referral of a seed. */
export const seedReferral = {
  type: "Shared",
  customerProfile: { name: "Northwind Traders" },
  consent: { consentToContact: true },
  details: { dealValue: 1, currency: "USD" },
} as const;

/** Asserts an error of the contract's shape, and returns its violations. */
export function assertError(
  { status, body }: TestResponse,
  expected: number,
  code?: string,
): { pointer?: string; code: string; name?: string }[] {
  assert.equal(status, expected, JSON.stringify(body));
  if (code !== undefined) assert.equal(body.error.innerError.code, code);
  return body.error.innerError?.violations ?? [];
}

assert.ok(contract.paths?.[collection], `The contract has no ${collection}.`);
