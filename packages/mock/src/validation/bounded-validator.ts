import { type ChildProcess, fork } from "node:child_process";
import { countValues } from "@partner-referrals/server/json-body";
import { bodyViolation, type Violation } from "@partner-referrals/server/violations";
import type { HttpMethod, OpenApiDocument } from "@partner-referrals/spec/model";
import {
  createValidator,
  type LocalValidator,
  type RequestInput,
  type RequestOutcome,
  type ResponseInput,
} from "./validator.ts";

/**
 * Bodies with more values than this are validated in a process of their own. Ajv lists every error, so that the worst body
 * takes about 4 microseconds for each of its values.
 */
const maxInlineValues = 10_000;
/** Bodies with more bytes than this, too: to parse them takes a while whatever is in them. */
const maxInlineBytes = 512 * 1024;
/** Bodies with more values than this are not validated: the errors in the worst of them would take a gigabyte. */
export const maxValues = 250_000;
/** How long the process may take for one message, in milliseconds. */
const maxDuration = 20_000;
/** After how long without work the process ends, and its memory with it, in milliseconds. */
const maxIdle = 2000;
/** How much memory its values may take, in MiB. */
const maxHeap = 512;

/** One message for the process to validate. */
export type Job = { readonly method: HttpMethod; readonly path: string } & (
  | { readonly kind: "request"; readonly input: RequestInput }
  | { readonly kind: "response"; readonly input: ResponseInput }
);

/** What the process says of a message; undefined when it has too many values. */
export type JobOutcome = RequestOutcome | readonly Violation[] | undefined;

/**
 * Makes a validator that keeps this process neither busy for long nor large: big bodies are validated in another one, whose
 * end gives back all of its memory. A thread would leave some 70 MiB behind.
 */
export function createBoundedValidator(document: OpenApiDocument): LocalValidator {
  const local = createValidator(document);
  const run = createValidatorProcess(document);
  return {
    prepare: local.prepare,
    async request(operation, input) {
      if (isSmall(input.bytes)) return local.request(operation, input);
      const { method, path } = operation;
      // A cast: the process says of a request what a validator does.
      const outcome = (await run({ kind: "request", method, path, input })) as RequestOutcome | undefined;
      return outcome ?? { violations: [unvalidated], warnings: [] };
    },
    async response(operation, input) {
      if (isSmall(input.bytes)) return local.response(operation, input);
      const { method, path } = operation;
      // A cast: the process says of a response what a validator does.
      const outcome = (await run({ kind: "response", method, path, input })) as
        | readonly Violation[]
        | undefined;
      return outcome ?? [unvalidated];
    },
  };
}

const unvalidated: Violation = bodyViolation(
  "",
  "limit",
  `is too large to be validated: the limits are ${maxValues} values and ${maxDuration / 1000} seconds`,
);

function isSmall(bytes: ResponseInput["bytes"]): boolean {
  if (bytes === undefined || bytes === "unread") return true;
  return bytes.length <= maxInlineBytes && countValues(bytes, maxInlineValues) <= maxInlineValues;
}

/** Has a process do jobs, one after the other. It starts with the first one. Undefined when a job is beyond its limits. */
function createValidatorProcess(document: OpenApiDocument): (job: Job) => Promise<JobOutcome> {
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const outcome = last.then(() => run(job));
    last = outcome.catch(() => {});
    return outcome;
  };

  async function run(job: Job): Promise<JobOutcome> {
    clearTimeout(idle);
    child ??= start();
    const outcome = await send(child, job);
    if (outcome === undefined) stop();
    else idle = setTimeout(stop, maxIdle).unref();
    return outcome;
  }

  function send(to: ChildProcess, job: Job): Promise<JobOutcome> {
    return new Promise((resolve) => {
      const timer = setTimeout(finish, maxDuration);
      to.once("message", finish);
      // The limit of memory ends the process; whatever else may, this message was not validated.
      to.once("exit", finish);
      to.once("error", finish);
      to.send(job, (error) => error && finish());

      function finish(outcome?: unknown): void {
        clearTimeout(timer);
        to.off("message", finish).off("exit", finish).off("error", finish);
        resolve(isOutcome(outcome) ? outcome : undefined);
      }
    });
  }

  function start(): ChildProcess {
    const started = fork(new URL("./validator-process.js", import.meta.url), {
      execArgv: [`--max-old-space-size=${maxHeap}`],
      serialization: "advanced",
      // What Node prints when it runs out of memory is not for the user.
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    // An error at any other time than during a job ends nothing but the process.
    started.on("error", () => {});
    started.once("exit", () => {
      if (child === started) child = undefined;
    });
    started.send(document);
    // It ends with this process, and does not keep it running.
    started.unref();
    started.channel?.unref();
    return started;
  }

  function stop(): void {
    child?.kill("SIGKILL");
    child = undefined;
  }
}

/** Tells what the process says from what other events bring: an exit code, an error or nothing. */
function isOutcome(value: unknown): value is RequestOutcome | readonly Violation[] {
  return typeof value === "object" && value !== null && !(value instanceof Error);
}
