/** A service that is like another one, but for one defect. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { isObject, type JsonObject } from "@partner-referrals/spec/model";

/** An organization with more than one page of referrals. */
export const crowded = "Crowded";
/** An organization with a lead that it did not answer in time. */
export const expired = "Late";

/** What a defect may look at, and change. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly requestHeaders: Readonly<Record<string, string | undefined>>;
  readonly requestBody: string;
  status: number;
  readonly headers: Headers;
  json: unknown;
}

/** One way in which a service can be wrong. */
export interface Defect {
  readonly name: string;
  /** The fact that must be found contradicted. */
  readonly fact: string;
  /** Facts that fall with it. */
  readonly implied?: readonly string[];
  /** Whose referrals show it. Default: a new organization's. */
  readonly organization?: string;
  apply(passing: Passing): void;
}

/** Forwards to `target`, and spoils the response. */
export async function startDefective(
  target: string,
  defect: Defect,
): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const requestBody = Buffer.concat(chunks).toString("utf8");
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers))
      if (typeof value === "string" && !["host", "connection", "content-length"].includes(name))
        headers.set(name, value);
    const method = request.method ?? "GET";
    const upstream = await fetch(new URL(request.url ?? "/", target), {
      method,
      headers,
      ...(requestBody !== "" && { body: requestBody }),
    });
    const text = await upstream.text();
    const passing: Passing = {
      method,
      path: new URL(request.url ?? "/", target).pathname,
      requestHeaders: Object.fromEntries(headers),
      requestBody,
      status: upstream.status,
      headers: new Headers(upstream.headers),
      json: text === "" ? undefined : JSON.parse(text),
    };
    defect.apply(passing);
    const sent = Object.fromEntries(
      [...passing.headers].filter(
        ([name]) => !["content-length", "connection", "transfer-encoding", "keep-alive"].includes(name),
      ),
    );
    response.writeHead(passing.status, sent);
    response.end(passing.json === undefined ? "" : JSON.stringify(passing.json));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // A cast: it listens on TCP.
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The referrals in a response, to be changed in place. */
export function referralsOf({ json, status }: Passing): Record<string, unknown>[] {
  if (status >= 300 || !isObject(json)) return [];
  const all: unknown[] = Array.isArray(json.value) ? json.value : [json];
  return all.filter(
    (one): one is JsonObject & Record<string, unknown> => isObject(one) && "engagementId" in one,
  );
}
