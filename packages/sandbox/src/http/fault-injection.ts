import { setTimeout as wait } from "node:timers/promises";
import type { Fault } from "../control/faults.ts";
import type { Answer } from "../exchange.ts";
import { type Failure, failure } from "./failure.ts";
import { type Passage, record, sendAnswer } from "./reply.ts";

/** Answers, or not, as a fault says. `carryOut` is what would have been answered without it. */
export async function answerFaultily(passage: Passage, fault: Fault, carryOut: () => Answer): Promise<void> {
  const { kind, carriedOut = false, delay = kind === "slow" ? 1000 : 0 } = fault;
  if (carriedOut && kind !== "slow") carryOut();
  // The wait ends with the connection, so that a client that gives up leaves nothing behind.
  const gone = new AbortController();
  passage.reply.raw.once("close", () => gone.abort());
  await wait(delay, undefined, { signal: gone.signal }).catch(() => {});
  switch (kind) {
    case "slow":
      return sendAnswer(passage, carryOut());
    case "timeout":
      record(passage, undefined);
      passage.reply.hijack();
      return;
    case "disconnect":
      record(passage, undefined);
      passage.reply.hijack();
      passage.request.raw.socket.destroy();
      return;
    default:
      return sendAnswer(passage, errorOf(kind, fault.retryAfter ?? 1));
  }
}

function errorOf(status: number, seconds: number): Failure {
  const reason = "A fault was asked for.";
  const isTemporary = status === 429 || status === 503;
  return failure(status, "fault", {
    reason,
    ...(isTemporary && { headers: { "retry-after": String(seconds) } }),
  });
}
