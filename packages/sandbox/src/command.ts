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
import { maxUniverses } from "./universes.ts";

interface Options extends CommonOptions {
  readonly data: string | undefined;
  readonly database: string | undefined;
  readonly controlKey: string | undefined;
  readonly publicUrl: string | undefined;
  readonly maxUniverses: number | undefined;
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
      readOptions({ values, positionals }): Options {
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
      start,
    },
    args,
  );
}

async function start(given: Options): Promise<StartedServer> {
  const { seedFile, data, database, controlKey, publicUrl, maxUniverses: max, ...options } = given;
  try {
    const seed = seedFile === undefined ? undefined : await readSeed(seedFile);
    const server = await startServer({
      ...options,
      ...(data !== undefined && { data }),
      ...(database !== undefined && { database }),
      ...(controlKey !== undefined && { controlKey }),
      ...(publicUrl !== undefined && { publicUrl }),
      ...(max !== undefined && { maxUniverses: max }),
      ...(seed !== undefined && { seed }),
    });
    return { banner: banner(server.url, given) + exposureWarning(given), close: server.close };
  } catch (error) {
    if (error instanceof ApiError)
      throw new Error(`${seedFile} cannot be used: ${error.message}`, { cause: error });
    throw error;
  }
}

function banner(url: string, { data, database }: Options): string {
  const { path } = operationNamed("listReferrals");
  const where = database === undefined ? (data === undefined ? "in memory" : `in ${data}`) : hostOf(database);
  return `Sandbox of the referrals API: ${url} (referrals ${where})
curl -H "Authorization: Bearer Proseware:admin" "${url}${path}"
`;
}

/** Without the password. */
function hostOf(database: string): string {
  const url = URL.parse(database);
  return `in PostgreSQL at ${url?.host}${url?.pathname}`;
}

/** What other machines can do once they reach the sandbox. */
function exposureWarning({ host = "127.0.0.1", controlKey }: Options): string {
  if (isLoopback(host)) return "";
  const admin = controlKey === undefined ? "is off" : "needs the control key";
  return `Warning: on ${host} other machines can read and change all referrals with any token, and have events sent. The admin API ${admin}.\n`;
}

async function readSeed(file: string): Promise<Seed> {
  // A cast: the body is valid, and its referrals are validated when they are loaded.
  return readBody(bodies.seed, await readFile(file)) as Seed;
}
