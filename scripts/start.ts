/** `pnpm start`: builds what is needed, runs the mock, the sandbox and the docs, and stops them on Ctrl-C. */
import { servingUsage } from "./serving/flags.ts";
import { runServers, sayReady } from "./serving/run.ts";
import { aborted } from "./serving/stop.ts";

const usage = servingUsage(
  "start",
  "Builds everything and runs the mock, the sandbox and the docs until Ctrl-C.",
);

await runServers(
  {
    usage,
    first: { task: "ready", packages: ["mock", "sandbox"] },
    async startDocs(port) {
      const { serveDocs } = await import("@partner-referrals/docs/serve.ts");
      return serveDocs({ port });
    },
  },
  async ({ build, stop }) => {
    // A first referral need not wait for the docs, which take most of the time.
    await build({ task: "build" });
    if (stop.aborted) return;
    sayReady();
    await aborted(stop);
  },
);
