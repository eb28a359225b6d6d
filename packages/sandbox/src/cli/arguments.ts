import { parseArgs } from "node:util";
import { hostnameOf } from "../http/host-names.ts";
import { type LogLevel, logLevels } from "../log.ts";

/** What a command line asks for. */
export type Command =
  | { readonly run: "help" | "version" }
  | {
      readonly run: "server";
      readonly port?: number;
      readonly host?: string;
      readonly data?: string;
      /** The name of the file. */
      readonly seed?: string;
      readonly logLevel?: LogLevel;
      readonly allowedHosts: readonly string[];
      readonly allowedWebhookHosts: readonly string[];
    };

export const usage: string = `Usage: partner-referrals-sandbox [options]

A stand-in for the Partner Center referrals API that remembers what it is told.

  --port <number>              port to listen on; 0 takes any free one (default: 4020)
  --host <name>                address to listen on (default: 127.0.0.1)
  --data <file>                keep referrals in this file; without it they are gone when the sandbox stops
  --seed <file>                JSON file with organizations and referrals to begin with
  --allow-host <name>          answer to this name of this machine too, not only to localhost; may be repeated
  --allow-webhook-host <name>  let events be sent to this host too, not only to this machine; may be repeated
  --log-level <level>          ${logLevels.join(", ")} (default: warn)
  --help, --version

Any bearer token will do. <organization>:<role> says who calls: Proseware:admin, Proseware:user:sales@proseware.example,
msft:admin, Proseware:app.
`;

/** @throws an error that says what is wrong with the command line. */
export function readArguments(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string" },
      host: { type: "string" },
      data: { type: "string" },
      seed: { type: "string" },
      "allow-host": { type: "string", multiple: true },
      "allow-webhook-host": { type: "string", multiple: true },
      "log-level": { type: "string" },
      help: { type: "boolean" },
      version: { type: "boolean" },
    },
  });
  if (values.help) return { run: "help" };
  if (values.version) return { run: "version" };
  const { host, data, seed, "allow-host": allowedHosts = [] } = values;
  for (const [name, value] of Object.entries({ host, data, seed }))
    if (value === "") throw new Error(`--${name} must not be empty.`);
  for (const name of allowedHosts)
    if (hostnameOf(name) === undefined)
      throw new Error(`--allow-host must be a name, such as sandbox.test, not ${name}.`);
  return {
    run: "server",
    allowedHosts,
    allowedWebhookHosts: values["allow-webhook-host"] ?? [],
    ...(values.port !== undefined && { port: readPort(values.port) }),
    ...(host !== undefined && { host }),
    ...(data !== undefined && { data }),
    ...(seed !== undefined && { seed }),
    ...(values["log-level"] !== undefined && { logLevel: readLevel(values["log-level"]) }),
  };
}

function readPort(value: string): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  throw new Error(`--port must be a number from 0 to 65535, not ${value}.`);
}

function readLevel(value: string): LogLevel {
  const level = logLevels.find((candidate) => candidate === value);
  if (level === undefined)
    throw new Error(`--log-level must be one of ${logLevels.join(", ")}, not ${value}.`);
  return level;
}
