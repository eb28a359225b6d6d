/** Builds what a saved file concerns: at once what a reader or an editor looks at, in the background all else. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { repositoryRoot } from "@partner-referrals/support/repository";
import { build, describeFailure } from "../repository/build.ts";
import { Step } from "./step.ts";

/** The contract's sources, and what stands beside them. */
const contractFile = /^spec\/.*\.(yaml|json|md)$/;
/** What a thread reads anew each time. All else is code, which it has loaded. */
const contentFile = /^packages\/docs\/(guides|snippets)\//;

/** A browser shows a page before the mock reloads, which keeps this thread from all else for most of a second. */
const pageMs = 500;
/** And then before everything is built, which takes all that the machine has. */
const headStartMs = 2_500;

/** What pages read once, when they are loaded. */
const facts = ["evidence.json", "sources.json"];

export class Rebuild {
  readonly #onContract: () => Promise<void>;
  readonly #contract = new Step({
    packageName: "@partner-referrals/spec",
    module: "@partner-referrals/spec/build",
    name: "buildContract",
  });
  readonly #types = new Step({
    packageName: "@partner-referrals/types",
    module: "@partner-referrals/types/update",
    name: "updateTypes",
  });
  readonly #pages = new Step({
    packageName: "@partner-referrals/docs",
    module: "@partner-referrals/docs/update",
    name: "updatePages",
  });
  #background = { abort: new AbortController(), end: Promise.resolve() };
  #codeChanged = false;

  /** @param onContract is called when the contract may have changed */
  constructor(onContract: () => Promise<void>) {
    this.#onContract = onContract;
  }

  /**
   * Brings the contract, its types and its pages up to date. Then, in the background, the mock takes the contract, and
   * Turborepo builds everything: what is made of them, and what else the files concern.
   *
   * @throws Error that says which step failed and why.
   */
  async files(files: readonly string[]): Promise<void> {
    await this.#stopBackground();
    const contract = files.some((file) => contractFile.test(file));
    const content = files.some((file) => contentFile.test(file));
    this.#codeChanged ||= files.some((file) => !contractFile.test(file) && !contentFile.test(file));
    if (contract) {
      await this.#buildContract();
      await allOf([this.#types.run(), this.#pages.run()]);
    } else if (content) await this.#pages.run();
    this.#startBackground();
  }

  async #buildContract(): Promise<void> {
    const before = readFacts();
    await this.#contract.run();
    if (readFacts() !== before) await this.#pages.restart();
  }

  #startBackground(): void {
    const abort = new AbortController();
    this.#background = { abort, end: this.#buildAll(abort.signal) };
  }

  async #buildAll(signal: AbortSignal): Promise<void> {
    if (!(await waited(pageMs, signal))) return;
    await this.#onContract();
    if (!(await waited(headStartMs, signal))) return;
    const outcome = await build({ task: "generate", signal });
    if (signal.aborted) return;
    if (!outcome.ok) {
      printFailure(describeFailure(outcome));
      return;
    }
    if (this.#codeChanged) {
      this.#codeChanged = false;
      await Promise.all([this.#contract, this.#types, this.#pages].map((step) => step.restart()));
      await this.#onContract();
    }
  }

  /** Turborepo would put into its cache what changes while it builds. */
  async #stopBackground(): Promise<void> {
    this.#background.abort.abort();
    await this.#background.end;
  }

  async close(): Promise<void> {
    await this.#stopBackground();
    await Promise.all([this.#contract, this.#types, this.#pages].map((step) => step.close()));
  }
}

/** Waits, and returns whether it was not interrupted. */
function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return delay(milliseconds, true, { signal }).catch(() => false);
}

/** Waits until each has ended, also when one fails: a step cannot run twice at once. @throws what the first of them threw */
async function allOf(steps: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(steps);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

/** Says what failed, and that what was served before still is. */
export function printFailure(message: string): void {
  console.error(`${message.trim()}\n\nThe last good version stays up.\n`);
}

function readFacts(): string {
  return facts.map((name) => readFileSync(join(repositoryRoot, "spec/dist", name), "utf8")).join("\n");
}
