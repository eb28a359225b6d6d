import type { ToolResult } from "./steps.ts";

/** The steps of a row that failed and have not failed in the published table, each with its message. */
export function newFailures({ name, steps }: ToolResult, published: readonly ToolResult[]): string[] {
  const before = new Map(Object.entries(published.find((row) => row.name === name)?.steps ?? {}));
  return Object.entries(steps).flatMap(([step, outcome]) =>
    outcome.status === "failed" && before.get(step)?.status !== "failed"
      ? [`${name}, ${step}: ${outcome.message}`]
      : [],
  );
}
