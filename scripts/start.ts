/** `pnpm start`: builds what is needed, runs the mock, the sandbox and the docs, and stops them on Ctrl-C. */
import { servingUsage } from "./serving/flags.ts";
import { runServers } from "./serving/run.ts";
import { aborted } from "./serving/stop.ts";

const usage = servingUsage(
  "start",
  "Builds everything and runs the mock, the sandbox and the docs until Ctrl-C.",
);

await runServers(
  {
    usage,
    task: "build",
    async startDocs(port) {
      const { serveDocs } = await import("@partner-referrals/docs/serve.ts");
      return serveDocs({ port });
    },
  },
  ({ stop }) => aborted(stop),
);
