import { randomUUID } from "node:crypto";
import { contract, getIn } from "@partner-referrals/spec/model";
import { isGuid } from "../time/ids.ts";
import { toTimestamp } from "../time/timestamp.ts";
import { bodyBytes, type HandlerResult, type RequestContext } from "./context.ts";

/** What the contract shows of the gateway's diagnostics. */
const diagnostics = String(getIn(contract, "components", "headers", "AgsDiagnostic", "example"));

/** Sends a response with the headers that trace it, and records both in the journal. */
export function sendResponse(context: RequestContext, { status, body, headers = {} }: HandlerResult): void {
  const { reply } = context;
  const sent = isPartnerCenter(context, status) ? partnerCenterHeaders() : tracingHeaders(context);
  Object.assign(sent, headers);
  if (body !== undefined) sent["content-type"] = "application/json";
  recordInJournal(context, { status, headers: sent, ...(body !== undefined && { body }) });
  reply.code(status).headers(sent);
  // Fastify adds the charset to a text, but not to bytes.
  if (typeof body === "object") reply.header("content-type", "application/json; charset=utf-8");
  reply.send(body);
}

/** Partner Center's own host, where events are registered, has other tracing headers. */
function isPartnerCenter({ operation }: RequestContext, status: number): boolean {
  const declared = operation?.responses.get(String(status));
  return declared?.headers.some(({ name }) => name.toLowerCase() === "ms-requestid") === true;
}

function tracingHeaders({ request, time }: RequestContext): Record<string, string> {
  const sent: Record<string, string> = {
    "request-id": randomUUID(),
    timestamp: toTimestamp(time),
    "x-ms-ags-diagnostic": diagnostics,
  };
  const given = request.headers["client-request-id"];
  if (typeof given === "string" && isGuid(given)) sent["client-request-id"] = given;
  return sent;
}

/** Partner Center gives ids of its own, whatever was sent. */
function partnerCenterHeaders(): Record<string, string> {
  return { "ms-requestid": randomUUID(), "ms-correlationid": randomUUID() };
}

/** Records a request in the journal, with its response if there is one. */
export function recordInJournal(
  { request, operation, universe, path, query }: RequestContext,
  response: Parameters<RequestContext["universe"]["journal"]["record"]>[2],
): void {
  const { method, headers } = request;
  universe.journal.record(operation, { method, path, query, headers, bytes: bodyBytes(request) }, response);
}
