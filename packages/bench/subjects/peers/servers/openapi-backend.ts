/**
 * `node openapi-backend.ts <port>`: openapi-backend on Fastify. It routes and validates by the contract; what the operations
 * do is left to its user, so this is what a user would write first: a map in memory.
 */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { contractFile } from "@partner-referrals/spec/model";
import fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { type Context, OpenAPIBackend } from "openapi-backend";

type Referral = Record<string, unknown>;
type Handler = (context: Context, request: FastifyRequest, reply: FastifyReply) => unknown;

const referrals = new Map<string, Referral>();
const found = (context: Context) => referrals.get(String(context.request.params.referralId));
const respond = (reply: FastifyReply, status: number, body: unknown) => reply.code(status).send(body);

const handlers: Record<string, Handler> = {
  listReferrals: (_context, _request, reply) => respond(reply, 200, { value: [] }),
  getReferral: (context, _request, reply) => {
    const referral = found(context);
    return respond(reply, referral ? 200 : 404, referral ?? {});
  },
  createReferral: (context, _request, reply) => {
    const referral: Referral = { id: randomUUID(), ...context.request.requestBody };
    referrals.set(String(referral.id), referral);
    return respond(reply, 201, referral);
  },
  updateReferral: (context, _request, reply) => {
    const referral = found(context);
    if (referral === undefined) return respond(reply, 404, {});
    for (const { path, value } of context.request.requestBody) referral[path.slice(1)] = value;
    return respond(reply, 200, referral);
  },
};

const definition = JSON.parse(await readFile(contractFile, "utf8"));
// Quick: without a check of the contract itself, which knows OpenAPI 3.0 only and rejects this one.
const api = new OpenAPIBackend({ definition, handlers, quick: true });
for (const scheme of Object.keys(definition.components.securitySchemes))
  api.registerSecurityHandler(scheme, () => true);
api.register({
  notFound: (_context, _request, reply) => respond(reply, 404, {}),
  notImplemented: (_context, _request, reply) => respond(reply, 501, {}),
  validationFail: (context, _request, reply) => respond(reply, 400, context.validation.errors),
});
await api.init();

const server = fastify();
server.route({
  method: ["GET", "POST", "PATCH"],
  url: "/*",
  handler: (request, reply) =>
    api.handleRequest(
      {
        method: request.method,
        path: request.url,
        body: request.body,
        headers: Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, value ?? ""]),
        ),
      },
      request,
      reply,
    ),
});
await server.listen({ host: "127.0.0.1", port: Number(process.argv[2]) });
