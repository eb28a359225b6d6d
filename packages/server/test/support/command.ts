/** A command that listens, for the tests of the command line. */
import { createServer } from "node:http";
import { readCommonOptions, runCommand } from "@partner-referrals/server/cli";
import { listen } from "@partner-referrals/server/listen";

export const run = (args: readonly string[]): Promise<void> =>
  runCommand(
    {
      usage: "Usage: command [options]\n",
      manifest: new URL("../../package.json", import.meta.url),
      flags: { name: { type: "string" } },
      defaultPort: 4999,
      readOptions: ({ values, positionals }) => {
        if (positionals.length > 0) throw new Error(`Unexpected argument: ${positionals[0]}.`);
        return { ...readCommonOptions(values), name: values.name };
      },
      async start({ host = "127.0.0.1", port = 4999, name = "nobody" }) {
        const listener = await listen(createServer(), { host, port });
        return { banner: `Started by ${name}: ${listener.url}\n`, close: listener.close };
      },
    },
    args,
  );
