/** A service that is as unpleasant as the real one can be, for one run of the scenario. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { authorities, eventSigner } from "../../client/test/webhooks/certificates.ts";
import { delivery } from "../../client/test/webhooks/deliveries.ts";
import { errorExample, operation } from "./contract.ts";

export interface Stub {
  readonly url: string;
  /** What was asked for, as method and path. */
  readonly requests: readonly string[];
  /** Waits until no request is open any more. */
  idle(): Promise<void>;
  close(): void;
}

type Headers = Record<string, string>;

const collection = operation("createReferral", "201").path;
const pages = [["Adventure Works", "Contoso"], ["Fabrikam"]];
const { root, intermediate } = authorities();
const signer = eventSigner(intermediate);

/** Starts the stub on a free port. */
export async function startStub(): Promise<Stub> {
  const requests: string[] = [];
  const open = new Set<ServerResponse>();
  const answer = createAnswers();
  const server = createServer(async (request, response) => {
    open.add(response);
    response.on("close", () => open.delete(response));
    const url = new URL(request.url ?? "", `http://${request.headers.host}`);
    response.setHeader("access-control-allow-origin", "*");
    if (request.method === "OPTIONS") return send(response, 204, undefined, preflight(request));
    requests.push(`${request.method} ${url.pathname}`);
    await answer(request, response, url);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    requests,
    async idle() {
      for (const response of open) await once(response, "close");
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The referral, and what has happened to it. */
function createAnswers() {
  let referral: Record<string, unknown> = {};
  let wasThrottled = false;
  let wasChangedMeanwhile = false;

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const body = await text(request);
    if (url.pathname === "/certificate") return void response.end(signer.pem + intermediate.pem);
    if (url.pathname === "/delivery") {
      const sent = delivery(signer, `${url.origin}/certificate`);
      return send(response, 200, { ...sent, root: root.pem });
    }
    // The first token has been revoked.
    if (request.headers.authorization === "Bearer token-1")
      return send(response, 401, errorExample("Unauthorized"));

    if (request.method === "POST") {
      referral = { ...operation("createReferral", "201").example, ...JSON.parse(body) };
      return send(response, 201, referral);
    }
    if (request.method === "PATCH") {
      if (!wasChangedMeanwhile) {
        wasChangedMeanwhile = true;
        referral = {
          ...referral,
          eTag: '"2"',
          details: { ...Object(referral.details), notes: "Call on Monday." },
        };
      }
      if (request.headers["if-match"] !== referral.eTag) {
        return send(response, 412, errorExample("PreconditionFailed"));
      }
      for (const { path, value } of JSON.parse(body)) {
        const [, parent, name] = path.split("/");
        Object(referral[parent])[name] = value;
      }
      return send(response, 200, referral);
    }
    if (url.pathname === collection) {
      if (!wasThrottled) {
        wasThrottled = true;
        return send(response, 429, errorExample("TooManyRequests"));
      }
      return send(response, 200, page(url));
    }
    switch (url.pathname.split("/").at(-1)) {
      case referral.id:
        return send(response, 200, referral);
      case "hanging":
        return;
      case "elsewhere":
        return send(response, 302, undefined, { location: `http://localhost:${url.port}/stolen` });
      default:
        return send(response, 404, errorExample("NotFound"));
    }
  };
}

/** The next link is as the documentation has it: with `http`, and to the host that was asked. */
function page({ host, pathname, searchParams }: URL): object {
  const index = Number(searchParams.get("$skiptoken") ?? 0);
  const value = pages[index]?.map((name) => ({ name }));
  if (index + 1 === pages.length) return { value };
  return { value, "@odata.nextLink": `http://${host}${pathname}?$skiptoken=${index + 1}` };
}

/** What browsers ask for before they call another origin. */
function preflight(request: IncomingMessage): Headers {
  return {
    "access-control-allow-methods": String(request.headers["access-control-request-method"]),
    "access-control-allow-headers": String(request.headers["access-control-request-headers"]),
  };
}

function send(response: ServerResponse, status: number, body?: object, headers: Headers = {}): void {
  const type = body && { "content-type": "application/json" };
  response.writeHead(status, { ...type, ...headers });
  response.end(body && JSON.stringify(body));
}
