import { test } from "node:test";
import { startProxy } from "@partner-referrals/mock";
import { assertWorkflowsRun } from "./support/workflows.ts";

test("The Arazzo workflows run through Prism's validation proxy without one violation", async (context) => {
  await assertWorkflowsRun(async (upstream) => {
    const proxy = await startProxy({ upstream, port: 0, errors: true });
    context.after(() => proxy.close());
    return proxy.url;
  });
});
