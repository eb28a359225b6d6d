/** The steps of the matrix, and what became of them. */
import type { Tool } from "./tool.ts";

/** The steps of the round trip, in order. */
export const roundTripSteps = ["create", "get", "list", "patch", "patchWithoutBody", "error"] as const;

export type RoundTripStep = (typeof roundTripSteps)[number];

/** The steps of a tool, in order. */
export const steps = ["install", "generate", "compile", ...roundTripSteps] as const;

export type Step = "install" | "generate" | "compile" | RoundTripStep;

/** What became of a step. One that the tool does not have is absent. */
export type Outcome =
  | { readonly status: "passed" }
  | { readonly status: "failed"; readonly message: string }
  | { readonly status: "not run"; readonly reason: string };

/** A row of the matrix. */
export interface ToolResult extends Pick<Tool, "name" | "version" | "reads" | "losses"> {
  readonly steps: Readonly<Partial<Record<Step, Outcome>>>;
}
