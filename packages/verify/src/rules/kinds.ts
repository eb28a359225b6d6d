/** What kind of request an observation is about. */
import type { operations } from "@partner-referrals/types";
import type { Observation } from "./rule.ts";

/** Compared by name; the compiler holds the names to the contract. */
export function isOperation({ operation }: Observation, ...ids: readonly (keyof operations)[]): boolean {
  return ids.some((id) => id === operation.id);
}

export function isSuccess({ status }: Observation): boolean {
  return status >= 200 && status < 300;
}

export function isRejected({ status }: Observation): boolean {
  return status >= 400 && status < 500;
}

/** A change of one referral of version 1.0. */
export function isChange(observation: Observation): boolean {
  return isOperation(observation, "updateReferral", "replaceReferral");
}

/** One operation of a JSON Patch. */
export interface PatchOperation {
  readonly op: string;
  readonly path: string;
  readonly value: unknown;
}

/** The operations of a JSON Patch, as far as they are operations. */
export function patchOf({ sent }: Observation): PatchOperation[] {
  if (!Array.isArray(sent)) return [];
  return sent.flatMap((one: unknown) => {
    if (typeof one !== "object" || one === null || !("op" in one) || !("path" in one)) return [];
    return [{ op: String(one.op), path: String(one.path), value: "value" in one ? one.value : undefined }];
  });
}
