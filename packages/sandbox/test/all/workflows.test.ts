import { test } from "node:test";
import { assertWorkflowsRun } from "../support/workflows.ts";

test("The Arazzo workflows run without a proxy in between, and without one violation", async () => {
  await assertWorkflowsRun(async (url) => url);
});
