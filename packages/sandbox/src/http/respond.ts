import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { document } from "../contract/document.ts";
import type { Operation } from "../contract/operations.ts";
import type { Answer } from "../exchange.ts";
import { at } from "../json.ts";
import type { Log } from "../log.ts";
import { toTimestamp } from "../time/clock.ts";
import { isGuid } from "../time/ids.ts";
import type { Universe } from "../universe.ts";

/** What the contract shows of the gateway's diagnostics. */
const diagnostics = String(at(document, "components", "headers", "AgsDiagnostic", "example"));

/** A request on its way through the sandbox. */
export interface Passage {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly operation: Operation | undefined;
  readonly universe: Universe;
  readonly log: Log;
  readonly time: number;
  readonly path: string;
  readonly query: string;
}

/** The body as it was sent, if it has arrived. */
export function bytesOf({ body }: FastifyRequest): Buffer | undefined {
  return Buffer.isBuffer(body) ? body : undefined;
}

/** Sends an answer with the headers that trace it, and writes both into the journal. */
export function sendAnswer(passage: Passage, { status, body, headers = {} }: Answer): void {
  const { operation, reply, universe } = passage;
  const declared = operation?.responses.get(String(status))?.headers;
  const sent = declared?.has("ms-requestid") ? tracesOfPartnerCenter() : traces(passage);
  Object.assign(sent, headers);
  if (body !== undefined) sent["content-type"] = "application/json";
  record(passage, body === undefined ? { status, headers: sent } : { status, headers: sent, body });
  reply.code(status).headers(sent).send(body);
  passage.log.answered?.({ operation: operation?.id, universe: universe.name, status });
}

function traces({ request, time }: Passage): Record<string, string> {
  const sent: Record<string, string> = {
    "request-id": randomUUID(),
    timestamp: toTimestamp(time),
    "x-ms-ags-diagnostic": diagnostics,
  };
  const given = request.headers["client-request-id"];
  if (typeof given === "string" && isGuid(given)) sent["client-request-id"] = given;
  return sent;
}

/** Partner Center has names of its own for them, and gives ids of its own, whatever was sent. */
function tracesOfPartnerCenter(): Record<string, string> {
  return { "ms-requestid": randomUUID(), "ms-correlationid": randomUUID() };
}

/** Writes a request into the journal, with its answer if there is one. */
export function record(
  { request, operation, universe, path, query }: Passage,
  response: { status: number; headers: Record<string, string>; body?: string } | undefined,
): void {
  const { method, headers } = request;
  universe.journal.record(operation, { method, path, query, headers, bytes: bytesOf(request) }, response);
}

/** The path and the query of a request target. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const mark = target.indexOf("?");
  return mark < 0
    ? { path: target, query: "" }
    : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}
