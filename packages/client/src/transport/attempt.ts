/** The time limit of one attempt: it ends after a timeout, or when the caller's signal aborts. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Settles with `work`, or rejects at the end of the attempt even if the work knows nothing about signals. */
  race<T>(work: T | Promise<T>): Promise<T>;
  clear(): void;
}

/** Starts the clock of an attempt. */
export function startDeadline(timeoutMs: number, callerSignal: AbortSignal | undefined): Deadline {
  // By hand, because AbortSignal.timeout and AbortSignal.any cost more than the rest of a call.
  const controller = new AbortController();
  const { signal } = controller;
  const abort = () => controller.abort(callerSignal?.reason);
  const aborted = new Promise<never>((_, reject) => {
    signal.onabort = () => reject(signal.reason);
  });
  const timer = timeoutMs ? setTimeout(abort, timeoutMs) : undefined;
  callerSignal?.addEventListener("abort", abort);
  return {
    signal,
    race: (work) => Promise.race([work, aborted]),
    clear() {
      clearTimeout(timer);
      callerSignal?.removeEventListener("abort", abort);
    },
  };
}

/** Waits, unless the signal aborts; then it rejects with the signal's reason. */
export async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  if (!milliseconds) return;
  const deadline = startDeadline(0, signal);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await deadline.race(
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, milliseconds);
      }),
    );
  } finally {
    clearTimeout(timer);
    deadline.clear();
  }
}
