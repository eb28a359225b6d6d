import { ApiError, createErrorFormatter, violationError } from "@partner-referrals/server/api-error";
import { hostPattern } from "@partner-referrals/server/hosts";
import { maxBodyBytes, parseJson } from "@partner-referrals/server/json-body";
import { defaultRequestTimeout, httpServerOptions, rejectUnreadable } from "@partner-referrals/server/listen";
import type { Logger } from "@partner-referrals/server/log";
import { negotiate } from "@partner-referrals/server/negotiate";
import { bodyViolation, type Violation } from "@partner-referrals/server/violations";
import { contract } from "@partner-referrals/spec/model";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Fault } from "../admin/faults.ts";
import { findInfinite } from "../contract/find-infinite.ts";
import { type Operation, operationNamed, operations } from "../contract/operations.ts";
import { parseParameters } from "../contract/parameters.ts";
import { validate } from "../contract/validator.ts";
import type { Caller } from "../organizations/caller.ts";
import { createOrganizations } from "../organizations/organizations.ts";
import { DatabaseError } from "../store/store.ts";
import { createClock } from "../time/clock.ts";
import type { Universe } from "../universe.ts";
import { authenticate } from "./authenticate.ts";
import { bodyBytes, type Handler, type HandlerResult, type RequestContext, splitTarget } from "./context.ts";
import type { CrossSiteProtection } from "./cross-site.ts";
import { internalError, routeNotFound, toApiError } from "./errors.ts";
import { failsAtOnce, injectFault } from "./fault-injection.ts";
import { previewHandlers } from "./operations/preview.ts";
import { referralHandlers } from "./operations/referrals.ts";
import { webhookHandlers } from "./operations/webhooks.ts";
import { assertReadable, continueBody, sendContinueLate } from "./request-body.ts";
import { sendResponse } from "./respond.ts";
import type { UniverseAccess } from "./universe-access.ts";

export interface AppOptions {
  readonly access: UniverseAccess;
  readonly log: Logger;
  readonly crossSite: CrossSiteProtection;
  /** Where the server is, once it listens. */
  readonly ownUrl: () => string;
  /** Adds more routes, such as those of the admin API. */
  readonly extend: (app: FastifyInstance) => void;
}

/** What is known of a request before its body arrives. */
interface AuthenticatedRequest {
  readonly context: RequestContext;
  readonly caller: Caller;
  readonly fault: Fault | undefined;
}

/** A request that fails at once, has its result already, or goes on. */
type BegunRequest =
  | { readonly type: "fault"; readonly context: RequestContext; readonly fault: Fault }
  | { readonly type: "result"; readonly context: RequestContext; readonly outcome: () => HandlerResult }
  | ({ readonly type: "authenticated" } & AuthenticatedRequest);

declare module "fastify" {
  interface FastifyRequest {
    /** A property, because looking it up in a WeakMap takes a fifth of a whole GET, most of it garbage collection. */
    authenticated: AuthenticatedRequest | undefined;
  }
}

const handlers: Readonly<Record<string, Handler>> = {
  ...referralHandlers,
  ...previewHandlers,
  ...webhookHandlers,
};
const listOperation = operationNamed("listReferrals");
const testOperation = operationNamed("getWebhookTest");
const formatError = createErrorFormatter(contract);
const operationsByRoute: ReadonlyMap<string, Operation> = new Map(
  [...operations.values()].map((operation) => [routeKey(operation.method, routePath(operation)), operation]),
);

/**
 * The HTTP application. Every operation of the contract has a route, and nothing else of the API has.
 *
 * The path of a request: its host is checked (`onRequest` of the app); its universe is found, a fault may hit it, and its
 * caller is authenticated (`onRequest` of the route); its body arrives; parameters and body are validated and its handler
 * is called (`dispatch`); the result, or the error that was thrown, is sent and recorded (`sendResponse`).
 */
export function createApp({ access, log, crossSite, ownUrl, extend }: AppOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: maxBodyBytes,
    http: httpServerOptions(),
    requestTimeout: defaultRequestTimeout,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    clientErrorHandler: leaveToServer,
    // Validation is the contract's, not Fastify's, which would load compilers of its own.
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    routerOptions: { maxParamLength: 8192 },
    frameworkErrors: handleFrameworkError,
  });
  app.decorateRequest("authenticated", undefined);
  rejectUnreadable(app.server, formatError, defaultRequestTimeout);
  sendContinueLate(app.server);
  app.addHook("onRequest", (request, reply, done) => {
    crossSite.assertHost(request);
    assertReadable(request);
    const cors = crossSite.corsHeaders(request);
    if (cors !== undefined) reply.headers(cors);
    if (crossSite.isAllowedPreflight(request)) reply.code(204).send();
    else done();
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, bytes, done) =>
    done(null, bytes),
  );
  app.setErrorHandler(handleError);
  app.setNotFoundHandler((request) => {
    throw routeNotFound(request.method, splitTarget(request.url).path);
  });
  for (const operation of operations.values()) addRoute(operation);
  extend(app);
  return app;

  function addRoute(operation: Operation): void {
    const handler = handlers[operation.id];
    if (handler === undefined) throw new TypeError(`There is no handler for ${operation.id}.`);
    const reads = operation === testOperation ? "deliveries" : undefined;
    const run = (context: RequestContext, caller: Caller) =>
      dispatch(context, operation, caller, handler, ownUrl());
    app.route({
      method: operation.method.toUpperCase(),
      url: routePath(operation),
      onRequest(request, reply, done) {
        const { accept, authorization } = request.headers;
        const begin = (universe: Universe): BegunRequest => {
          const context = createContext(request, reply, operation, universe);
          const { path } = context;
          universe.referrals.expireDue();
          const fault = universe.faults.take({ operationId: operation.id, method: request.method, path });
          if (fault !== undefined && failsAtOnce(fault)) return { type: "fault", context, fault };
          if (negotiate(accept, ["application/json"]) === undefined)
            throw new ApiError(406, "notAcceptable", {
              reason: "The Accept header rules out application/json.",
            });
          const caller = authenticate(universe, operation, authorization);
          if (!access.isShared || fault !== undefined || request.method !== "GET")
            return { type: "authenticated", context, caller, fault };
          // Nothing is to come: the same statement of the database does for all of it.
          return { type: "result", context, outcome: outcomeOf(() => run(context, caller)) };
        };
        const goOn = (begun: BegunRequest): void => {
          if (begun.type === "fault") void respondWithFault(begun.context, begun.fault, neverProcessed);
          else if (begun.type === "result") respondOrFail(begun.context, begun.outcome);
          else {
            request.authenticated = begun;
            continueBody(request.raw);
            done();
          }
        };
        // A universe is created for callers who authenticate, so that others cannot use up the room for them.
        const begun = access.begin(request, () => authenticate(newcomer, operation, authorization), {
          run: begin,
          changes: ({ faults }) => faults.list().length > 0,
          reads,
        });
        if (begun instanceof Promise) begun.then(goOn, done);
        else goOn(begun);
      },
      handler(request) {
        if (request.authenticated === undefined) throw new TypeError("The request was not authenticated.");
        const { context, caller, fault } = request.authenticated;
        const process = () =>
          access.run(context.universe, {
            run: (universe) =>
              run(universe === context.universe ? context : { ...context, universe }, caller),
            changes: operation.method !== "get",
            reads,
          });
        if (fault !== undefined) {
          void respondWithFault(context, fault, process);
          return;
        }
        const preparation =
          operation === listOperation ? context.universe.referrals.prepareList() : undefined;
        if (preparation !== undefined || access.isShared) void respondAfter(preparation, context, process);
        // Not shared, so not a promise.
        else respond(context, process() as HandlerResult);
      },
    });
  }

  async function respondAfter(
    preparation: Promise<void> | undefined,
    context: RequestContext,
    process: () => HandlerResult | Promise<HandlerResult>,
  ): Promise<void> {
    try {
      await preparation;
      respond(context, await process());
    } catch (error) {
      sendError(context, apiErrorOf(error));
    }
  }

  function respondOrFail(context: RequestContext, outcome: () => HandlerResult): void {
    try {
      respond(context, outcome());
    } catch (error) {
      sendError(context, apiErrorOf(error));
    }
  }

  async function respondWithFault(
    context: RequestContext,
    fault: Fault,
    process: () => HandlerResult | Promise<HandlerResult>,
  ): Promise<void> {
    try {
      const result = await injectFault(context, fault, process);
      if (result !== undefined) respond(context, result);
    } catch (error) {
      sendError(context, apiErrorOf(error));
    }
  }

  /** What the router rejects has not passed the check of its host. */
  function handleFrameworkError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    try {
      crossSite.assertHost(request);
      handleError(error, request, reply);
    } catch (rejection) {
      handleError(rejection, request, reply);
    }
  }

  function handleError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const operation = operationsByRoute.get(routeKey(request.method, request.routeOptions?.url));
    // Fastify reports a method that it does not support as a bad request.
    const known = request.is404 ? routeNotFound(request.method, splitTarget(request.url).path) : undefined;
    const apiError = error instanceof ApiError ? error : (known ?? apiErrorOf(error));
    if (apiError.code === "hostNotAllowed" || apiError.code === "originNotAllowed") {
      const { status, body } = formatError(apiError, operation);
      reply.code(status).type("application/json").send(body);
      return;
    }
    const { authenticated } = request;
    const context =
      authenticated?.context ?? createContext(request, reply, operation, access.lastSeen(request));
    sendError(context, apiError);
  }

  function sendError(context: RequestContext, error: ApiError): void {
    const { status, body } = formatError(error, context.operation);
    respond(context, { status, body, headers: error.details.headers ?? {} });
  }

  function respond(context: RequestContext, result: HandlerResult): void {
    sendResponse(context, result);
    const { operation, universe } = context;
    log.info({ operation: operation?.id, universe: universe.name, status: result.status }, "responded");
  }

  function apiErrorOf(error: unknown): ApiError {
    if (error instanceof DatabaseError) log.error({ err: error }, "the database cannot be used");
    return toApiError(error) ?? logged(error);
  }

  function logged(error: unknown): ApiError {
    log.error({ err: error }, "a request could not be processed");
    return internalError();
  }
}

function createContext(
  request: FastifyRequest,
  reply: FastifyReply,
  operation: Operation | undefined,
  universe: Universe,
): RequestContext {
  const { path, query } = splitTarget(request.url);
  return { request, reply, operation, universe, time: universe.clock.now(), path, query };
}

/** Validates a request against the contract and calls the handler of its operation. */
function dispatch(
  { request, universe, path, query }: RequestContext,
  operation: Operation,
  caller: Caller,
  handler: Handler,
  ownUrl: string,
): HandlerResult {
  const { values, violations } = parseParameters(operation, { path, query, headers: request.headers });
  const body = parseBody(operation, bodyBytes(request));
  if (violations.length + body.violations.length > 0)
    throw violationError([...violations, ...body.violations]);
  const baseUrl = baseUrlOf(request, ownUrl);
  return handler({ universe, operation, caller, parameters: values, body: body.value, baseUrl });
}

interface ParsedBody {
  readonly value?: unknown;
  readonly violations: readonly Violation[];
}

function parseBody({ bodySchema }: Operation, bytes: Uint8Array | undefined): ParsedBody {
  if (bodySchema === undefined) return { violations: [] };
  if (bytes === undefined || bytes.length === 0)
    return { violations: [bodyViolation("", "required", "is required")] };
  const parsed = parseJson(bytes);
  if ("error" in parsed) return { violations: [bodyViolation("", "syntax", parsed.error)] };
  const infinite = findInfinite(bytes, parsed.value);
  if (infinite !== undefined)
    return { violations: [bodyViolation(infinite, "number", "is too large for a number")] };
  return { value: parsed.value, violations: validate(bodySchema, parsed.value) };
}

/** Where the caller reached the sandbox, or a proxy in front of it: links in responses lead there again. */
function baseUrlOf({ headers }: FastifyRequest, ownUrl: string): string {
  const forwarded = headers["x-forwarded-host"];
  const host = typeof forwarded === "string" ? forwarded : (headers.host ?? "");
  const scheme = headers["x-forwarded-proto"] === "https" ? "https" : "http";
  return hostPattern.test(host) ? `${scheme}://${host}` : ownUrl;
}

/** What a universe that does not exist yet has to authenticate callers with. */
const newcomer: Pick<Universe, "clock" | "organizations"> = {
  clock: createClock(),
  organizations: createOrganizations(),
};

/** What a function returns or throws, for later. */
function outcomeOf<Result>(run: () => Result): () => Result {
  try {
    const result = run();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** `rejectUnreadable` responds to what is not HTTP. */
function leaveToServer(): void {}

function neverProcessed(): never {
  throw new TypeError("A request that fails at once is not processed.");
}

function noCompiler(): never {
  throw new TypeError("No route has a schema.");
}

function routePath({ path }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

function routeKey(method: string, path: string | undefined): string {
  return `${method.toUpperCase()} ${path}`;
}
