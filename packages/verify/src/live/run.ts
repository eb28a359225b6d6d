import { bodyExamples, contract, getOwn, isObject, operationNamed } from "@partner-referrals/spec/model";
import { readingSteps } from "./reading.ts";
import { registrationStep } from "./registration.ts";
import { createSession, type SessionOptions, StoppedError } from "./session.ts";
import type { ScenarioContext, Step } from "./steps.ts";
import { writingSteps } from "./writing.ts";

export interface LiveOptions extends SessionOptions {
  /** Whether to create and change referrals, too. */
  readonly write: boolean;
  /** Where events may be sent to. Without it the registration for events is left alone. */
  readonly webhookUrl?: string;
  /** Ids of steps that an earlier run finished. */
  readonly finished?: readonly string[];
  /** Called when a step is finished, or could not be. */
  readonly onStep?: (step: Step, error: Error | undefined) => void;
}

/** The steps of the scenario, in order. */
function listSteps({ write, webhookUrl }: Pick<LiveOptions, "write" | "webhookUrl">): readonly Step[] {
  if (!write) return readingSteps;
  // Writing comes first, so that there is something to read.
  const registration = webhookUrl === undefined ? [] : [registrationStep(webhookUrl)];
  return [...writingSteps, ...registration, ...readingSteps];
}

/**
 * Runs the scenario.
 *
 * @throws StoppedError when the service throttles; the steps finished so far were reported.
 */
export async function runScenario(options: LiveOptions): Promise<void> {
  const session = createSession(options);
  const context: ScenarioContext = {
    session,
    seen: undefined,
    operation: (id) => operationNamed(contract, id),
    example(id, name) {
      const examples = bodyExamples(contract, operationNamed(contract, id).requestBody);
      const found = name === undefined ? examples[0] : examples.find((one) => one.name.startsWith(name));
      if (!isObject(found?.value))
        throw new Error(`The contract has no example ${name ?? ""} of a request of ${id}.`);
      return structuredClone({ ...found.value });
    },
  };
  const finished = new Set(options.finished);
  for (const step of listSteps(options)) {
    if (finished.has(step.id)) continue;
    let failure: Error | undefined;
    try {
      await step.run(context);
    } catch (error) {
      if (error instanceof StoppedError || !(error instanceof Error)) throw error;
      if (isConnectionError(error)) throw error;
      failure = error;
    }
    options.onStep?.(step, failure);
  }
}

function isConnectionError(error: Error): boolean {
  return error.name === "AbortError" || error.name === "TimeoutError" || getOwn(error, "cause") !== undefined;
}
