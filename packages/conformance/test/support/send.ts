import type { Call } from "./contract.ts";

/** Sends a request as the contract describes it, with a body, and with headers that win over those of the contract. */
export function send(
  base: string,
  call: Call,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(base + call.path, {
    method: call.method,
    headers: {
      authorization: "Bearer token",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...call.headers,
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}
