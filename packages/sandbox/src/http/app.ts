import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Caller } from "../auth/caller.ts";
import { type Operation, operations } from "../contract/operations.ts";
import type { Fault } from "../control/faults.ts";
import type { Handler } from "../exchange.ts";
import type { Log } from "../log.ts";
import { previewHandlers } from "../preview/operations.ts";
import { referralHandlers } from "../referrals/operations.ts";
import type { Universes } from "../universe.ts";
import { webhookHandlers } from "../webhooks/operations.ts";
import { answerUnreadable, largestBody, noSuchOperation, toFailure, unexpected } from "./errors.ts";
import { answerFaultily } from "./faulty.ts";
import type { Guard } from "./guard.ts";
import { admit, beginPassage, carryOut, requireUniverse } from "./receive.ts";
import { type Passage, sendAnswer, splitTarget } from "./reply.ts";

export interface ServerOptions {
  readonly universes: Universes;
  readonly log: Log;
  readonly guard: Guard;
  /** Where the server is, once it listens. */
  readonly origin: () => string;
  /** More routes, such as those of the controls. */
  readonly extend: (server: FastifyInstance) => void;
}

const handlers: Readonly<Record<string, Handler>> = {
  ...referralHandlers,
  ...previewHandlers,
  ...webhookHandlers,
};

const routes: ReadonlyMap<string, Operation> = new Map(
  [...operations.values()].map((operation) => [`${operation.method} ${routeOf(operation)}`, operation]),
);

/** What is known of a request before its body arrives. */
interface Admission {
  readonly passage: Passage;
  readonly caller: Caller;
  readonly fault: Fault | undefined;
}

declare module "fastify" {
  interface FastifyRequest {
    admission: Admission | undefined;
  }
}

/** How long a request may take to arrive, in milliseconds. */
const requestTimeout = 10_000;

/** Makes the HTTP server. Every operation of the contract has a route, and nothing else of the API has. */
export function createServer({ universes, log, guard, origin, extend }: ServerOptions): FastifyInstance {
  const server = fastify({
    bodyLimit: largestBody,
    requestTimeout,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    clientErrorHandler: answerUnreadable,
    // Bodies are checked against the contract, not by Fastify, which would load compilers of its own.
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    routerOptions: { maxParamLength: 8192 },
    frameworkErrors: (error, request, reply) =>
      guard.checkHost(request, reply, () => refuse(request, reply, error)),
  });
  // A property of the request: to look it up in a WeakMap would cost a fifth of a whole GET, most of it garbage collection.
  server.decorateRequest("admission", undefined);
  server.addHook("onRequest", guard.checkHost);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, bytes, done) =>
    done(null, bytes),
  );
  server.setErrorHandler((error, request, reply) => refuse(request, reply, error));
  server.setNotFoundHandler((request, reply) =>
    refuse(request, reply, noSuchOperation(request.method, splitTarget(request.url).path)),
  );
  for (const operation of operations.values()) addOperation(server, operation);
  extend(server);
  return server;

  function addOperation(to: FastifyInstance, operation: Operation): void {
    const handler = handlers[operation.id];
    if (handler === undefined) throw new TypeError(`Nothing carries out ${operation.id}.`);
    to.route({
      method: operation.method,
      url: routeOf(operation),
      onRequest(request, reply, done) {
        requireUniverse(universes, request);
        const passage = beginPassage({ universes, log }, operation, request, reply);
        const { method } = request;
        const fault = passage.universe.faults.take({ operationId: operation.id, method, path: passage.path });
        if (fault !== undefined && !fault.carriedOut && fault.kind !== "slow") {
          answerFaultily(passage, fault, unexpected).catch(() => reply.raw.destroy());
          return;
        }
        request.admission = { passage, caller: admit(passage, operation), fault };
        done();
      },
      handler(request, reply) {
        if (request.admission === undefined) throw new TypeError("The request was not admitted.");
        const { passage, caller, fault } = request.admission;
        const answer = () => carryOut(passage, operation, caller, handler, origin());
        if (fault === undefined) sendAnswer(passage, answer());
        else answerFaultily(passage, fault, answer).catch((error: unknown) => refuse(request, reply, error));
      },
    });
  }

  function refuse(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
    const found = toFailure(error);
    if (found === undefined) log.failed(error);
    const operation = routes.get(`${request.method} ${request.routeOptions?.url}`);
    const passage = beginPassage({ universes, log }, operation, request, reply);
    sendAnswer(passage, found ?? unexpected());
  }
}

function noCompiler(): never {
  throw new TypeError("No route has a schema.");
}

function routeOf({ path }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}
