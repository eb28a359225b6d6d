import { deepEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Matrix } from "../matrix/report.ts";
import { runTool } from "../matrix/run-tool.ts";
import type { ToolResult } from "../matrix/steps.ts";
import { tools } from "../tools/index.ts";

// A cast, because a run of the matrix writes this file.
const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, "../results/latest.json"), "utf8"),
) as Matrix;

/** Each step with what became of it. */
function outcomes(result: ToolResult | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(result?.steps ?? {}).map(([step, { status }]) => [step, status]));
}

describe("Tools that npm alone brings do what the published table says", { concurrency: 2 }, () => {
  for (const tool of tools.filter(({ needs }) => needs.length === 0)) {
    test(tool.name, async () => {
      const row = recorded.tools.find(({ name }) => name === tool.name);
      const result = await runTool(tool, new Map());
      deepEqual(outcomes(result), outcomes(row), JSON.stringify(result.steps, null, 2));
      deepEqual(result.version, row?.version);
    });
  }
});

test("the published table has every tool, with its version", () => {
  deepEqual(
    recorded.tools.map(({ name, version }) => [name, version]),
    tools.map(({ name, version }) => [name, version]),
  );
});
