/** What a function of the caller threw: it belongs to the caller, so it is neither wrapped nor retried. */
export class HookFailure {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

/** Runs a function of the caller, such as a hook. */
export async function runHook<T>(run: () => T): Promise<Awaited<T>> {
  try {
    return await run();
  } catch (thrown) {
    throw new HookFailure(thrown);
  }
}
