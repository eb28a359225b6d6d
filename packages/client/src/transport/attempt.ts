/** The time limit of one attempt: it ends after a timeout, or when the caller's signal aborts. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Settles with `work`, or rejects at the end of the attempt even if the work knows nothing about signals. */
  race<T>(work: T | Promise<T>): Promise<T>;
  /** Waits this long, before the attempt. */
  wait(milliseconds: number): Promise<void>;
  /** Ends the attempt after this time; 0 for never. */
  limit(milliseconds: number): void;
  clear(): void;
  /** Ends a response that is not read any further, so that its connection is free again. */
  cancel(): void;
}

/** Timers of a longer time would end at once. */
const maxTimerMs = 2 ** 31 - 1;

/** Starts an attempt. */
export function startDeadline(callerSignal: AbortSignal | undefined): Deadline {
  // By hand, because AbortSignal.timeout and AbortSignal.any cost more than the rest of a call.
  const controller = new AbortController();
  const { signal } = controller;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const abort = () => controller.abort(callerSignal?.reason);
  const aborted = new Promise<never>((_, reject) => {
    signal.onabort = () => reject(signal.reason);
  });
  callerSignal?.addEventListener("abort", abort);
  const race = <T>(work: T | Promise<T>): Promise<T> => Promise.race([aborted, work]);
  const after = (milliseconds: number, run: () => void) => {
    timer = setTimeout(run, Math.min(milliseconds, maxTimerMs));
  };
  return {
    signal,
    race,
    wait: (milliseconds) => race(new Promise<void>((resolve) => after(milliseconds, resolve))),
    limit: (milliseconds) => void (milliseconds && after(milliseconds, abort)),
    clear() {
      clearTimeout(timer);
      callerSignal?.removeEventListener("abort", abort);
    },
    cancel() {
      signal.onabort = null;
      controller.abort();
    },
  };
}
