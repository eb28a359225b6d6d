/** What an attempt rejects with that has not ended in time. */
export const timedOut = Symbol("timedOut");

/** Timers of a longer time would end at once. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * Runs `work`, and rejects after `timeoutMs` (0 for never) or when `callerSignal` aborts, even if the work knows nothing about
 * signals. The signal that the work gets aborts when it fails, so that its connection is free again. Without work, it waits.
 */
export function withDeadline<T = void>(
  callerSignal: AbortSignal | undefined,
  timeoutMs: number,
  work?: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  // By hand, because AbortSignal.timeout and AbortSignal.any cost more than the rest of a call.
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const close = () => {
      clearTimeout(timer);
      callerSignal?.removeEventListener("abort", abort);
    };
    const succeed = (value: T) => {
      close();
      resolve(value);
    };
    const fail = (error: unknown) => {
      close();
      reject(error);
      controller.abort();
    };
    const abort = () => fail(timedOut);
    callerSignal?.addEventListener("abort", abort);
    const timer = timeoutMs
      ? setTimeout(work ? abort : (succeed as () => void), Math.min(timeoutMs, maxTimerMs))
      : undefined;
    work?.(controller.signal).then(succeed, fail);
  });
}
