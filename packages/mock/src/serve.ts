import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import { type Contract, readOpenApi } from "./contract/contract.ts";
import type { OpenApiDocument } from "./contract/document.ts";
import { ownContract } from "./contract/own.ts";
import { failureAnswer, violationFailure } from "./failure.ts";
import { type Answer, send, toRawResponse } from "./http/answer.ts";
import { isPreflight, preflightAnswer } from "./http/cors.ts";
import { type Listener, listen } from "./http/listener.ts";
import { parseTarget, type Target } from "./http/target.ts";
import type { Logger, LogLevel } from "./log.ts";
import { findUncompiled } from "./prism/compile.ts";
import { prismChecks } from "./prism/load.ts";

/** What the mock and the proxy have in common. */
export interface ServerOptions {
  /** The contract, as a bundled OpenAPI 3 document. Default: the one of `@partner-referrals/spec`. */
  readonly document?: OpenApiDocument;
  /** Default: `127.0.0.1`, which only this machine can reach. */
  readonly host?: string;
  /** Default: 4010. 0 takes any free port. */
  readonly port?: number;
  /** What is logged, as JSON lines on standard error. Default: `warn`. */
  readonly logLevel?: LogLevel;
  /** How long a client may take to send a request, in milliseconds. Default: 10,000. */
  readonly requestTimeout?: number;
}

/** A server that is listening. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:4010`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /**
   * Puts another contract in place of the present one. Requests under way are answered by the old one.
   *
   * @throws when the document cannot be served. The present contract then stays.
   */
  reload(document: OpenApiDocument): Promise<void>;
  /** Ends all connections and stops listening. May be called more than once. */
  close(): Promise<void>;
}

/** How a server answers by one contract. */
export type Responder = (
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
) => Promise<Answer>;

/** Serves a contract by whatever `respondBy` makes of it. */
export async function serve(
  options: ServerOptions,
  logger: Logger,
  respondBy: (contract: Contract) => Responder,
): Promise<RunningServer> {
  const { document, host = "127.0.0.1", port = 4010, requestTimeout = 10_000 } = options;
  // The contract of this project is known to compile: its tests see to it.
  let contract = document === undefined ? await ownContract() : await readForeign(document);
  let respond = respondBy(contract);

  const answerTo = async (request: IncomingMessage, response: ServerResponse): Promise<Answer> => {
    if (isPreflight(request)) return preflightAnswer(request);
    const target = parseTarget(request.url ?? "/");
    if ("code" in target) return failureAnswer(contract, violationFailure(400, [target]));
    return respond(request, response, target);
  };
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answerTo(request, response)
      .catch((error: unknown) => {
        // A client that has gone needs no answer, and is no fault of ours.
        if (!response.destroyed) logger.error({ err: error }, "A request could not be answered");
        const reason = "The server failed. Its log says how.";
        return failureAnswer(contract, { status: 500, code: "internal", reason });
      })
      .then((answer) => send(request, response, answer))
      .catch(() => response.destroy());
  };
  const refuse = (status: number, reason: string): string => {
    const answer = failureAnswer(contract, { status, code: "unreadableRequest", reason });
    return toRawResponse(answer, STATUS_CODES[status] ?? "");
  };

  const listener: Listener = await listen({ host, port, requestTimeout, handle, refuse });
  // The first request then waits for less. Should it fail, that request will say so.
  prismChecks().catch(() => {});
  return {
    ...listener,
    async reload(next) {
      contract = await readForeign(next);
      respond = respondBy(contract);
    },
  };
}

async function readForeign(document: OpenApiDocument): Promise<Contract> {
  const contract = readOpenApi(document);
  const uncompiled = await findUncompiled(contract);
  if (uncompiled.length === 0) return contract;
  throw new TypeError(
    `These schemas do not compile, so nothing would be checked by them: ${uncompiled.join("; ")}.`,
  );
}
