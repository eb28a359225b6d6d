import { parseArgs } from "node:util";
import { type LogLevel, logLevels } from "../log.ts";
import type { MockOptions } from "../mock.ts";
import { type ProxyOptions, readUpstream } from "../proxy.ts";

/** What a command line asks for. */
export type Command =
  | { readonly run: "help" | "version" }
  | { readonly run: "mock"; readonly options: MockOptions }
  | { readonly run: "proxy"; readonly options: ProxyOptions };

export const usage = `Usage: partner-referrals-mock [mock] [options]
       partner-referrals-mock proxy <upstream> [options]

mock   answers from the contract's examples (default)
proxy  forwards to the upstream and reports departures from the contract

  --port <number>      port to listen on; 0 takes any free one (default: 4010)
  --host <name>        address to listen on (default: 127.0.0.1)
  --errors             answer with an error where the contract is broken
  --log-level <level>  ${logLevels.join(", ")} (default: warn)
  --dynamic            mock: make answers up from the schemas
  --seed <text>        mock: make generated answers the same in each run
  --help, --version

A request chooses its answer with Prefer: code=404, example=name, dynamic=true.
`;

/**
 * Reads a command line.
 *
 * @throws an error that says what is wrong with it.
 */
export function readArguments(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: "string" },
      host: { type: "string" },
      errors: { type: "boolean" },
      "log-level": { type: "string" },
      dynamic: { type: "boolean" },
      seed: { type: "string" },
      help: { type: "boolean" },
      version: { type: "boolean" },
    },
  });
  if (values.help) return { run: "help" };
  if (values.version) return { run: "version" };
  const { host, errors, dynamic, seed } = values;
  const common = {
    ...(host !== undefined && { host: readHost(host) }),
    ...(values.port !== undefined && { port: readPort(values.port) }),
    ...(values["log-level"] !== undefined && { logLevel: readLevel(values["log-level"]) }),
    ...(errors !== undefined && { errors }),
  };
  const [command = "mock", upstream, ...more] = positionals;
  const isMock = command === "mock";
  if (!isMock && command !== "proxy") throw new Error(`Unknown command: ${command}.`);
  const superfluous = isMock ? upstream : more[0];
  if (superfluous !== undefined) throw new Error(`Unexpected argument: ${superfluous}.`);
  if (isMock) {
    return {
      run: "mock",
      options: { ...common, ...(dynamic !== undefined && { dynamic }), ...(seed !== undefined && { seed }) },
    };
  }
  if (upstream === undefined) throw new Error("proxy needs the URL of an upstream.");
  if (dynamic !== undefined || seed !== undefined)
    throw new Error("--dynamic and --seed are for the mock only.");
  return { run: "proxy", options: { ...common, upstream: readUpstream(upstream) } };
}

function readPort(value: string): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  throw new Error(`--port must be a number from 0 to 65535, not ${value}.`);
}

function readHost(value: string): string {
  if (value === "") throw new Error("--host must not be empty.");
  return value;
}

function readLevel(value: string): LogLevel {
  const level = logLevels.find((candidate) => candidate === value);
  if (level === undefined)
    throw new Error(`--log-level must be one of ${logLevels.join(", ")}, not ${value}.`);
  return level;
}
