import { setTimeout as wait } from "node:timers/promises";
import { ApiError } from "@partner-referrals/server/api-error";
import type { Fault } from "../admin/faults.ts";
import type { HandlerResult, RequestContext } from "./context.ts";
import { recordInJournal } from "./respond.ts";

const slowMs = 1000;

/** Whether a request fails before anything of it is looked at. */
export function failsAtOnce({ kind, afterProcessing = false }: Fault): boolean {
  return kind !== "slow" && !afterProcessing;
}

/**
 * What a request gets instead of its response; undefined when it gets no response any more.
 *
 * @param process what would have been responded without the fault
 * @throws an ApiError when the fault is an error status.
 */
export async function injectFault(
  context: RequestContext,
  fault: Fault,
  process: () => HandlerResult | Promise<HandlerResult>,
): Promise<HandlerResult | undefined> {
  const { request, reply } = context;
  const { kind, afterProcessing = false, delay = kind === "slow" ? slowMs : 0 } = fault;
  if (afterProcessing && kind !== "slow") await process();
  await waitWhileConnected(context, delay);
  if (kind === "slow") return process();
  if (typeof kind === "number") throw toError(kind, fault.retryAfter ?? 1);
  recordInJournal(context, undefined);
  reply.hijack();
  if (kind === "disconnect") request.raw.socket.destroy();
  return undefined;
}

/** A client that gives up leaves nothing behind. */
async function waitWhileConnected({ reply }: RequestContext, milliseconds: number): Promise<void> {
  const connectionClosed = new AbortController();
  reply.raw.once("close", () => connectionClosed.abort());
  await wait(milliseconds, undefined, { signal: connectionClosed.signal }).catch(() => {});
}

function toError(status: number, retryAfterSeconds: number): ApiError {
  const isTemporary = status === 429 || status === 503;
  return new ApiError(status, "fault", {
    reason: "An injected fault.",
    ...(isTemporary && { headers: { "retry-after": String(retryAfterSeconds) } }),
  });
}
