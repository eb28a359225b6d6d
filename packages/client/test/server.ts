import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after } from "node:test";

export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** Answers a request. `count` is 1 for the first. */
export type Handler = (received: Received, response: ServerResponse, count: number) => void;

export interface TestServer {
  url: string;
  received: Received[];
}

/** A real server on a free port, ended with the test file. */
export async function serve(handler: Handler): Promise<TestServer> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const one = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
    received.push(one);
    handler(one, response, received.length);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  // A cast: the address of a listening TCP server is not a string.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** A URL where nothing listens any more. */
export async function closedUrl(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return `http://127.0.0.1:${port}`;
}

/** Sends JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** A server that answers with these statuses in turn, the last one for ever; 200 has a referral. */
export function respondingWith(...statuses: number[]): Promise<TestServer> {
  return serve((_, response, count) => {
    const status = statuses[Math.min(count, statuses.length) - 1] ?? 200;
    json(response, status, status === 200 ? referral : { error: { code: "code", message: "Message." } });
  });
}

/** What the client is given as a referral. */
export const referral = {
  id: "2f1c7c3e-5d0a-4b5e-9c1e-7a40d9f0b6a1",
  engagementId: "0a6e9b57-4c21-4f7d-b1c8-9d3f5e7a2b60",
  organizationId: "5f0c6d1e-92b4-4b8a-8f1d-6a7c3e2b9d04",
  createdDateTime: "2026-03-02T09:15:04.1183302Z",
  updatedDateTime: "2026-03-02T09:15:04.1183302Z",
  status: "Active" as const,
  substatus: "Accepted" as const,
  type: "Independent",
  qualification: "SalesQualified",
  customerProfile: { name: "Northwind Traders", address: { city: "Redmond", country: "US" }, ids: [] },
  consent: { consentToContact: true, consentToToShareInfoWithOthers: false },
  details: { dealValue: 42000, currency: "USD", notes: "Notes" },
  team: [{ firstName: "Co-sell", lastName: "Desk", email: "sales@proseware.example" }],
  eTag: '"1"',
  links: {},
};
