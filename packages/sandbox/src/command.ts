import { readFile } from "node:fs/promises";
import { ApiError } from "@partner-referrals/server/api-error";
import {
  type CommonOptions,
  readCommonOptions,
  runCommand,
  type StartedServer,
} from "@partner-referrals/server/cli";
import { hostnameOf, isLoopback } from "@partner-referrals/server/hosts";
import { logLevels } from "@partner-referrals/server/log";
import { bodies, readBody } from "./admin/bodies.ts";
import type { Seed } from "./admin/seed.ts";
import { operationNamed } from "./contract/operations.ts";
import { startServer } from "./sandbox.ts";

interface Options extends CommonOptions {
  readonly data: string | undefined;
  /** The name of the file. */
  readonly seedFile: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly allowedWebhookHosts: readonly string[];
}

const defaultPort = 4020;

const usage: string = `Usage: partner-referrals-sandbox [options]

A stateful stand-in for the Partner Center referrals API.

  --port <number>              port to listen on; 0 takes any free one (default: ${defaultPort})
  --host <name>                address to listen on (default: 127.0.0.1)
  --data <file>                keep referrals in this file; without it they are gone when the sandbox stops
  --seed <file>                JSON file with organizations and referrals to start with
  --allow-host <name>          accept requests for this name of this machine, besides localhost; may be repeated
  --allow-origin <origin>      let web pages of this origin call the sandbox from a browser; may be repeated
  --allow-webhook-host <name>  let events be sent to this host, besides this machine; may be repeated
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
        seed: { type: "string" },
        "allow-host": { type: "string", multiple: true },
        "allow-origin": { type: "string", multiple: true },
        "allow-webhook-host": { type: "string", multiple: true },
      },
      defaultPort,
      readOptions({ values, positionals }): Options {
        const [unexpected] = positionals;
        if (unexpected !== undefined) throw new Error(`Unexpected argument ${unexpected}.`);
        const { data, seed: seedFile, "allow-host": allowedHosts = [] } = values;
        for (const [name, value] of Object.entries({ data, seed: seedFile }))
          if (value === "") throw new Error(`--${name} must not be empty.`);
        for (const name of allowedHosts)
          if (hostnameOf(name) === undefined)
            throw new Error(`--allow-host must be a host name, such as sandbox.test, not ${name}.`);
        return {
          ...readCommonOptions(values),
          data,
          seedFile,
          allowedHosts,
          allowedOrigins: values["allow-origin"] ?? [],
          allowedWebhookHosts: values["allow-webhook-host"] ?? [],
        };
      },
      start,
    },
    args,
  );
}

async function start({ seedFile, data, ...options }: Options): Promise<StartedServer> {
  try {
    const seed = seedFile === undefined ? undefined : await readSeed(seedFile);
    const server = await startServer({
      ...options,
      ...(data !== undefined && { data }),
      ...(seed !== undefined && { seed }),
    });
    return { banner: banner(server.url, data) + exposureWarning(options.host), close: server.close };
  } catch (error) {
    if (error instanceof ApiError)
      throw new Error(`${seedFile} cannot be used: ${error.message}`, { cause: error });
    throw error;
  }
}

function banner(url: string, data: string | undefined): string {
  const { path } = operationNamed("listReferrals");
  const where = data === undefined ? "in memory" : `in ${data}`;
  return `Sandbox of the referrals API: ${url} (referrals ${where})
curl -H "Authorization: Bearer Proseware:admin" "${url}${path}"
`;
}

/** What other machines can do once they reach the sandbox. */
function exposureWarning(host: string = "127.0.0.1"): string {
  if (isLoopback(host)) return "";
  return `Warning: on ${host} other machines can read and change all referrals with any token, and have events sent. The admin API is off.\n`;
}

async function readSeed(file: string): Promise<Seed> {
  // A cast: the body is valid, and its referrals are validated when they are loaded.
  return readBody(bodies.seed, await readFile(file)) as Seed;
}
