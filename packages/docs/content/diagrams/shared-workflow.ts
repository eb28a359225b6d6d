/** What the Arazzo workflow of a shared referral says of its two requests. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** One of the two requests. */
export interface SharedStep {
  readonly operationId: string;
  readonly type: string;
  /** The target: a kind of target, or the one organization that is meant. */
  readonly target: string;
  /** The status that the referral has afterwards. */
  readonly status: string;
}

const file = new URL(import.meta.resolve("@partner-referrals/spec/workflows/shared-referral.arazzo.yaml"));

/** @throws Error when the workflow does not consist of the two documented requests any more. */
export function sharedWorkflow(): { readonly own: SharedStep; readonly connected: SharedStep } {
  const steps: unknown = parse(readFileSync(file, "utf8"))?.workflows?.[0]?.steps;
  const [own, connected] = Array.isArray(steps) ? steps : [];
  return { own: readStep(own, "type"), connected: readStep(connected, "id") };
}

function readStep(step: unknown, shownOfTarget: "type" | "id"): SharedStep {
  // A cast to what a step of this workflow looks like; what is used of it is checked below.
  const { operationId, requestBody, successCriteria } = (step ?? {}) as {
    operationId?: string;
    requestBody?: { payload?: { type?: string; target?: { type?: string; id?: string }[] } };
    successCriteria?: { condition: string }[];
  };
  const { type, target } = requestBody?.payload ?? {};
  const conditions = (successCriteria ?? []).map(({ condition }) => condition).join("\n");
  const [, status] = /^\$response\.body#\/status == '(\w+)'$/m.exec(conditions) ?? [];
  const shown = target?.[0]?.[shownOfTarget];
  if (operationId && type && shown && status) return { operationId, type, target: shown, status };
  throw new Error(`A step of ${fileURLToPath(file)} does not say what the diagram shows.`);
}
