import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { ApiError, violationError } from "@partner-referrals/server/api-error";
import { isPreflight, parseOrigins, preflightHeaders } from "@partner-referrals/server/cors";
import { hostHeaderIssue } from "@partner-referrals/server/hosts";
import { httpServerOptions, listen, rejectUnreadable } from "@partner-referrals/server/listen";
import type { Logger, LogLevel } from "@partner-referrals/server/log";
import type { OpenApiDocument } from "@partner-referrals/spec/model";
import { type Contract, defaultContract, loadCustomContract } from "./contract.ts";
import { loadValidators } from "./prism/load.ts";
import { fixedHeaders, type HttpResponse, headerValue, send } from "./send.ts";
import { parseTarget, type Target } from "./target.ts";

/** What the mock and the proxy have in common. */
export interface ServerOptions {
  /** The contract, as a bundled OpenAPI 3 document. Default: the one of `@partner-referrals/spec`. */
  readonly document?: OpenApiDocument;
  /** Default: `127.0.0.1`, which only this machine can reach. */
  readonly host?: string;
  /** Default: 4010. 0 takes any free port. */
  readonly port?: number;
  /** The origins of web pages that may read responses, such as `http://localhost:3000`. Default: any. */
  readonly allowedOrigins?: readonly string[];
  /** What is logged, as JSON lines on standard error. Default: `warn`. */
  readonly logLevel?: LogLevel;
  /**
   * Rejects requests that name what the contract does not know: properties at any depth, and values of open enumerations.
   * Default: false, they are reported in the log and in the header `contract-warnings`.
   */
  readonly strict?: boolean;
  /** How long a client may take to send a request, in milliseconds. Default: 10,000. */
  readonly requestTimeout?: number;
}

/** A server that is listening. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:4010`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /**
   * Replaces the contract. Requests under way are still handled by the old one.
   *
   * @throws TypeError when the document cannot be served. The old contract then stays.
   */
  reload(document: OpenApiDocument): Promise<void>;
  /** Closes all connections and stops listening. May be called more than once. */
  close(): Promise<void>;
}

/** Responds to a request by one contract. Throws an ApiError to reject it. */
export type RequestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
) => Promise<HttpResponse>;

export const defaultPort = 4010;

/** Starts a server for a contract, with the handler that `createHandler` makes for it. */
export async function startHttpServer(
  options: ServerOptions,
  logger: Logger,
  createHandler: (contract: Contract) => RequestHandler,
): Promise<RunningServer> {
  const { document, host = "127.0.0.1", port = defaultPort, requestTimeout = 10_000 } = options;
  const allowedOrigins = options.allowedOrigins === undefined ? "any" : parseOrigins(options.allowedOrigins);
  // The published contract is known to compile: its tests see to it.
  let contract = document === undefined ? defaultContract() : await loadCustomContract(document);
  let handler = createHandler(contract);

  const server = createServer(httpServerOptions(requestTimeout), handle);
  // Node would ask for the body before anyone has looked at the headers; whoever reads it asks.
  server.on("checkContinue", handle);
  rejectUnreadable(server, (error) => rawResponse(contract.errorResponse(error)), requestTimeout);
  const listener = await listen(server, { host, port });
  // Prism loads while nothing else is to be done. Should that fail, the first request says so.
  loadValidators().catch(() => {});
  return {
    ...listener,
    async reload(next) {
      contract = await loadCustomContract(next);
      handler = createHandler(contract);
    },
  };

  function handle(request: IncomingMessage, response: ServerResponse): void {
    respond(request, response)
      .catch((error: unknown) => {
        if (error instanceof ApiError) return contract.errorResponse(error);
        // A client that has gone needs no response, and is not an error of the server.
        if (!response.destroyed) logger.error({ err: error }, "A request could not be handled");
        const reason = "The server failed. See its log.";
        return contract.errorResponse(new ApiError(500, "internal", { reason }));
      })
      .then((result) => send(request, response, result, allowedOrigins))
      .catch(() => response.destroy());
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<HttpResponse> {
    const issue = hostHeaderIssue(request);
    if (issue !== undefined)
      throw new ApiError(400, "hostHeader", { reason: issue, message: issue, target: "header/Host" });
    if (isPreflight(request))
      return { status: 204, headers: fixedHeaders(preflightHeaders(request.headers)) };
    const target = parseTarget(request.url ?? "/");
    if ("code" in target) throw violationError([target]);
    return handler(request, response, target);
  }
}

function rawResponse({ status, headers, body }: HttpResponse) {
  const values = headers.flatMap((rule): [string, string][] => {
    const value = headerValue(rule);
    return value === undefined ? [] : [[rule.name, value]];
  });
  return { status, headers: Object.fromEntries(values), body: String(body ?? "") };
}
