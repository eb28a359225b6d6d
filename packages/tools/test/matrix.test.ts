import { deepEqual, equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { newFailures } from "../matrix/new-failures.ts";
import { matrixPage } from "../matrix/report.ts";
import { runTool } from "../matrix/run-tool.ts";
import type { ToolResult } from "../matrix/steps.ts";
import type { Tool } from "../matrix/tool.ts";

const base: Tool = {
  name: "test-tool",
  version: "1.0.0",
  reads: "openapi.json",
  needs: [],
  losses: [],
  generate: () => Promise.resolve(),
};

/** A tool whose program prints this. */
function printing(result: object): Tool {
  const code = `console.log(${JSON.stringify(JSON.stringify(result))})`;
  return { ...base, roundTrip: () => [process.execPath, "-e", code, "--"] };
}

describe("A row of the matrix", () => {
  test("a tool whose runtime is missing is not run", async () => {
    const { steps } = await runTool({ ...printing({}), needs: ["cargo"] }, new Map());
    const reason = "needs cargo";
    deepEqual(
      new Set(Object.values(steps).map((outcome) => JSON.stringify(outcome))),
      new Set([JSON.stringify({ status: "not run", reason })]),
    );
    equal(Object.keys(steps).length, 7);
  });

  test("what follows a failed step is not run", async () => {
    const compile = () => Promise.reject(new Error("no such type"));
    const { steps } = await runTool({ ...printing({}), compile }, new Map());
    deepEqual(steps.generate, { status: "passed" });
    deepEqual(steps.compile, { status: "failed", message: "no such type" });
    deepEqual(steps.create, { status: "not run", reason: "compile failed" });
  });

  test("a program that says the right thing without having sent it fails", async () => {
    const { steps } = await runTool(printing({ patchWithoutBody: {} }), new Map());
    deepEqual(steps.patchWithoutBody, { status: "failed", message: "the request did not arrive" });
  });

  test("a program that breaks off fails in every step", async () => {
    const tool: Tool = { ...base, roundTrip: () => [process.execPath, "-e", "process.exit(3)", "--"] };
    const { steps } = await runTool(tool, new Map());
    equal(steps.create?.status, "failed");
    equal(steps.error?.status, "failed");
  });

  test("a client's own error is the message", async () => {
    const { steps } = await runTool(printing({ get: { failed: "cannot read" } }), new Map());
    deepEqual(steps.get, { status: "failed", message: "cannot read" });
  });
});

test("the table says what failed, what was not run, and what is lost", () => {
  const row: ToolResult = {
    ...base,
    losses: ["Everything."],
    steps: {
      generate: { status: "passed" },
      compile: { status: "failed", message: "a | b" },
      create: { status: "not run", reason: "compile failed" },
    },
  };
  const page = matrixPage({ contract: "1.0.0", runtimes: { go: "go 1" }, tools: [row] });
  match(page, /\| test-tool \| 1\.0\.0 \| `openapi\.json` \| yes \| \*\*no\*\* \| not run \| – \|/);
  match(page, /- \*\*test-tool\*\*: Everything\./);
  match(page, /- \*\*test-tool\*\*, Compile, failed: a \\\| b/);
  match(page, /- \*\*test-tool\*\*, Create, not run: compile failed/);
});

test("only a failure that is not published yet fails the run", () => {
  const failed = { status: "failed", message: "no" } as const;
  const row: ToolResult = { ...base, steps: { generate: { status: "passed" }, create: failed, get: failed } };
  const published: ToolResult = { ...base, steps: { create: failed, get: { status: "passed" } } };
  deepEqual(newFailures(row, [published]), ["test-tool, get: no"]);
  deepEqual(newFailures(row, []), ["test-tool, create: no", "test-tool, get: no"]);
});

test("an unknown tool is named, with those that there are", () => {
  const run = join(import.meta.dirname, "../run.ts");
  const { status, stderr } = spawnSync(process.execPath, [run, "nothing"], { encoding: "utf8" });
  equal(status, 2);
  match(stderr, /^No tool is called nothing\. There are: .*\bhey-api, /);
});
