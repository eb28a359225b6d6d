import type { IncomingMessage } from "node:http";
import type { Answer, HeaderRule } from "./answer.ts";

/** The headers that let a page of any origin read an answer. None unless a browser asks. */
export function corsHeaders(request: IncomingMessage, headers: readonly HeaderRule[]): string[] {
  const { origin } = request.headers;
  if (origin === undefined) return [];
  // A wildcard would not do: it is void for requests with credentials.
  const exposed = headers.map(({ name }) => name).join(", ");
  return [
    ...["Access-Control-Allow-Origin", origin],
    ...["Access-Control-Allow-Credentials", "true"],
    ...["Access-Control-Expose-Headers", exposed],
    ...["Vary", "Origin"],
  ];
}

/** Whether a browser asks for leave to send a request. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === "OPTIONS" &&
    headers.origin !== undefined &&
    headers["access-control-request-method"] !== undefined
  );
}

/** Leave to send anything: what a browser may send is for the request itself to find out. */
export function preflightAnswer({ headers }: IncomingMessage): Answer {
  const asked = headers["access-control-request-headers"];
  return {
    status: 204,
    headers: [
      { name: "Access-Control-Allow-Methods", value: headers["access-control-request-method"] ?? "*" },
      ...(asked === undefined ? [] : [{ name: "Access-Control-Allow-Headers", value: asked }]),
      { name: "Access-Control-Max-Age", value: "600" },
    ],
  };
}
