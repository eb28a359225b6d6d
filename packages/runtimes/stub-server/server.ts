/** A service for one run of the scenario. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { createResponder } from "./responses.ts";

export interface Stub {
  readonly url: string;
  /** The paths that were requested. */
  readonly paths: readonly string[];
  /** Waits until no request is open any more. */
  idle(): Promise<void>;
  close(): void;
}

/** Starts the stub on a free port. Pages of any origin may call it. */
export async function startStub(): Promise<Stub> {
  const paths: string[] = [];
  const open = new Set<ServerResponse>();
  const respond = createResponder();
  const server = createServer(async (request, response) => {
    open.add(response);
    response.on("close", () => open.delete(response));
    response.setHeader("access-control-allow-origin", "*");
    if (request.method === "OPTIONS") return void response.writeHead(204, preflight(request)).end();

    const { method = "", headers } = request;
    const url = new URL(request.url ?? "", `http://${headers.host}`);
    paths.push(url.pathname);
    const found = respond({ method, url, headers, body: await text(request) });
    if (!found) return;
    const { status, type = "application/json", body, location } = found;
    response.writeHead(status, { "content-type": type, ...(location && { location }) });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    paths,
    async idle() {
      for (const response of open) await once(response, "close");
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What browsers ask for before they call another origin. */
function preflight({ headers }: IncomingMessage): Record<string, string> {
  return {
    "access-control-allow-methods": String(headers["access-control-request-method"]),
    "access-control-allow-headers": String(headers["access-control-request-headers"]),
  };
}
