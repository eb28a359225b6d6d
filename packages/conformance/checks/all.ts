import type { Check } from "./check.ts";
import { enumerations } from "./enumerations.ts";
import { examples } from "./examples.ts";
import { operationNames } from "./operations.ts";
import { parameters } from "./parameters.ts";
import { requests } from "./requests.ts";
import { responses } from "./responses.ts";
import { schemas } from "./schemas.ts";
import { sourceFacts } from "./sources.ts";
import { stateMachineRules } from "./state-machine.ts";
import { tokenEndpoints } from "./token-endpoints.ts";
import { writable } from "./writable.ts";

/** All checks by name, the fast ones first. */
export const checks: Readonly<Record<string, Check>> = {
  requests,
  responses,
  parameters,
  "operation names": operationNames,
  "token endpoints": tokenEndpoints,
  enumerations,
  schemas,
  "state machine": stateMachineRules,
  writable,
  examples,
  sources: sourceFacts,
};
