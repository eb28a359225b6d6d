import { readCommonOptions, runCommand } from "@partner-referrals/server/cli";
import { hostnameOf } from "@partner-referrals/server/hosts";
import { logLevels } from "@partner-referrals/server/log";
import type { CommandOptions } from "./command-start.ts";
import { maxUniverses } from "./universes.ts";

const defaultPort = 4020;

const usage: string = `Usage: partner-referrals-sandbox [options]

A stateful stand-in for the Partner Center referrals API.

  --port <number>              port to listen on; 0 takes any free one (default: ${defaultPort})
  --host <name>                address to listen on (default: 127.0.0.1)
  --data <file>                keep referrals in this file; without it they are gone when the sandbox stops
  --database <url>             keep all universes in this PostgreSQL database, postgres://<user>:<password>@<host>/<name>,
                               which any number of sandboxes share (default: the variable DATABASE_URL)
  --seed <file>                JSON file with organizations and referrals to start with
  --allow-host <name>          accept requests for this name of this machine, besides localhost; may be repeated
  --allow-origin <origin>      let web pages of this origin call the sandbox from a browser; may be repeated
  --allow-webhook-host <name>  let events be sent to this host, besides this machine; may be repeated
  --control-key <key>          accept requests to the admin API with this key as sandbox-control-key, from other machines too
  --public-url <url>           where callers and receivers of events reach the sandbox, if a proxy or balancer is in front
  --max-universes <number>     how many universes there can be (default: ${maxUniverses})
  --log-level <level>          ${logLevels.join(", ")} (default: warn)
  --help, --version

Any bearer token is valid. <organization>:<role> says who sends the request: Proseware:admin,
Proseware:user:sales@proseware.example, msft:admin, Proseware:app.
`;

/** Runs a command line. Sets the exit code: 2 for a wrong command line, 1 when the sandbox cannot start. */
export function run(args: readonly string[]): Promise<void> {
  return runCommand(
    {
      usage,
      manifest: new URL("../package.json", import.meta.url),
      flags: {
        data: { type: "string" },
        database: { type: "string" },
        seed: { type: "string" },
        "control-key": { type: "string" },
        "public-url": { type: "string" },
        "max-universes": { type: "string" },
        "allow-host": { type: "string", multiple: true },
        "allow-origin": { type: "string", multiple: true },
        "allow-webhook-host": { type: "string", multiple: true },
      },
      defaultPort,
      readOptions({ values, positionals }): CommandOptions {
        const [unexpected] = positionals;
        if (unexpected !== undefined) throw new Error(`Unexpected argument ${unexpected}.`);
        const { data, seed: seedFile, "control-key": controlKey, "allow-host": allowedHosts = [] } = values;
        for (const [name, value] of Object.entries(values))
          if (value === "") throw new Error(`--${name} must not be empty.`);
        if (data !== undefined && values.database !== undefined)
          throw new Error("--data and --database cannot be used together.");
        const database = values.database ?? (data === undefined ? process.env.DATABASE_URL : undefined);
        const { "max-universes": max, "public-url": publicUrl } = values;
        if (publicUrl !== undefined && !/^https?:$/.test(URL.parse(publicUrl)?.protocol ?? ""))
          throw new Error(
            `--public-url must be an address, such as https://sandbox.example, not ${publicUrl}.`,
          );
        if (max !== undefined && !/^[1-9]\d{0,5}$/.test(max))
          throw new Error(`--max-universes must be a number from 1 to 999999, not ${max}.`);
        for (const name of allowedHosts)
          if (hostnameOf(name) === undefined)
            throw new Error(`--allow-host must be a host name, such as sandbox.test, not ${name}.`);
        return {
          ...readCommonOptions(values),
          data,
          database: database === "" ? undefined : database,
          controlKey,
          publicUrl,
          maxUniverses: max === undefined ? undefined : Number(max),
          seedFile,
          allowedHosts,
          allowedOrigins: values["allow-origin"] ?? [],
          allowedWebhookHosts: values["allow-webhook-host"] ?? [],
        };
      },
      // Loaded when it is needed: help, the version and a wrong command line then take a third of the time.
      start: async (options: CommandOptions) => (await import("./command-start.ts")).start(options),
    },
    args,
  );
}
