/** A step of a build in a thread that keeps what it has loaded, and so repeats it in a fraction of the time. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** What a thread is to run: an exported function without parameters. */
export interface StepFunction {
  /** The package that is built. */
  readonly packageName: string;
  readonly module: string;
  readonly name: string;
}

/** What a thread says of a run: how it failed, if it did. */
export interface StepResult {
  readonly error?: string;
}

const file = new URL("step-thread.ts", import.meta.url);

export class Step {
  readonly #step: StepFunction;
  #thread: Worker;

  constructor(step: StepFunction) {
    this.#step = step;
    this.#thread = this.#start();
  }

  #start(): Worker {
    // Astro sets NODE_ENV to development, where TypeScript examines itself and objects to trees that other code has made.
    const { NODE_ENV: _, ...env } = process.env;
    return new Worker(file, { workerData: this.#step, env });
  }

  /** @throws Error that names the package, and says what is wrong. */
  async run(): Promise<void> {
    this.#thread.postMessage("run");
    // A cast, because only step-thread.ts posts there. An error that it does not catch rejects this.
    const [{ error }] = (await once(this.#thread, "message")) as [StepResult];
    if (error !== undefined) throw new Error(`The build failed at ${this.#step.packageName}:\n\n${error}`);
  }

  /** Forgets what is loaded, as its code may have changed. */
  async restart(): Promise<void> {
    await this.close();
    this.#thread = this.#start();
  }

  async close(): Promise<void> {
    await this.#thread.terminate();
  }
}
