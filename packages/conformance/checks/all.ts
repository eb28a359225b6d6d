import { answers } from "./answers.ts";
import type { Check } from "./check.ts";
import { enumerations } from "./enumerations.ts";
import { examples } from "./examples.ts";
import { operations } from "./operations.ts";
import { schemas } from "./schemas.ts";
import { statusTable } from "./statuses.ts";
import { values } from "./values.ts";
import { writable } from "./writable.ts";

/** All checks by name, the fast ones first. */
export const checks: Record<string, Check> = {
  answers,
  operations,
  values,
  enumerations,
  schemas,
  "status table": statusTable,
  writable,
  examples,
};
