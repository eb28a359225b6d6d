import { readFile } from "node:fs/promises";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { isLoopback } from "./hosts.ts";
import { explainListenError } from "./listen.ts";
import { type LogLevel, logLevels } from "./log.ts";

/** The flags of every server. */
type CommonFlags = {
  readonly port: { readonly type: "string" };
  readonly host: { readonly type: "string" };
  readonly "log-level": { readonly type: "string" };
  readonly help: { readonly type: "boolean"; readonly short: "h" };
  readonly version: { readonly type: "boolean" };
};

const commonFlags: CommonFlags = {
  port: { type: "string" },
  host: { type: "string" },
  "log-level": { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
};

/** The values of flags, by name; those that were not given are absent. */
type FlagValues<Flags extends ParseArgsOptionsConfig> = {
  readonly [Name in keyof Flags]?: Flags[Name] extends { readonly multiple: true }
    ? readonly string[]
    : Flags[Name] extends { readonly type: "string" }
      ? string
      : boolean;
};

/** A parsed command line. */
export interface ParsedArguments<Flags extends ParseArgsOptionsConfig> {
  readonly values: FlagValues<CommonFlags> & FlagValues<Flags>;
  readonly positionals: readonly string[];
}

/** What every server can be told. */
export interface CommonOptions {
  readonly port?: number;
  readonly host?: string;
  readonly logLevel?: LogLevel;
}

/** A server that runs. */
export interface StartedServer {
  /** What is printed about it. */
  readonly banner: string;
  close(): Promise<void>;
}

/** A command that starts a server. */
export interface ServerCommand<Flags extends ParseArgsOptionsConfig, Options extends CommonOptions> {
  readonly usage: string;
  /** Its `package.json`, for `--version`. */
  readonly manifest: URL;
  /** Flags besides `--port`, `--host`, `--log-level`, `--help` and `--version`. */
  readonly flags: Flags;
  readonly defaultPort: number;
  /** Tells the options from the command line. Throws an error that says what is wrong with it. */
  readonly readOptions: (parsed: ParsedArguments<Flags>) => Options;
  readonly start: (options: Options) => Promise<StartedServer>;
  /** What anybody on the network can then do, for the warning about `--host`: `read every referral`. */
  readonly exposes?: (options: Options) => string;
}

/**
 * Runs a command line until the server stops on SIGINT or SIGTERM. Sets the exit code: 2 for a wrong command line, 1 when
 * the server cannot start. What went wrong is on standard error.
 */
export async function runCommand<const Flags extends ParseArgsOptionsConfig, Options extends CommonOptions>(
  command: ServerCommand<Flags, Options>,
  args: readonly string[],
): Promise<void> {
  let options: Options;
  try {
    const config = { args: [...args], allowPositionals: true, options: { ...commonFlags, ...command.flags } };
    // A cast: the types of `parseArgs` do not work out the values of flags that are a type parameter.
    const parsed = parseArgs(config) as ParsedArguments<Flags>;
    const values: FlagValues<CommonFlags> = parsed.values;
    if (values.help || values.version) {
      process.stdout.write(values.help ? command.usage : `${await readVersion(command.manifest)}\n`);
      return;
    }
    options = command.readOptions(parsed);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${command.usage}`);
    process.exitCode = 2;
    return;
  }
  await runServer(command, options);
}

async function runServer<Options extends CommonOptions>(
  { start, defaultPort, exposes }: Pick<ServerCommand<never, Options>, "start" | "defaultPort" | "exposes">,
  options: Options,
): Promise<void> {
  const { port = defaultPort, host = "127.0.0.1" } = options;
  try {
    const server = await start(options);
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void server.close());
    if (exposes !== undefined && !isLoopback(host))
      process.stderr.write(
        `Warning: --host ${host} lets everybody who can reach this machine ${exposes(options)}.\n`,
      );
    process.stdout.write(server.banner);
  } catch (error) {
    process.stderr.write(`${explainListenError(error, { port, host }) ?? messageOf(error)}\n`);
    process.exitCode = 1;
  }
}

/**
 * The options that every server has.
 *
 * @throws an error that names the flag and says what it takes.
 */
export function readCommonOptions(values: FlagValues<CommonFlags>): CommonOptions {
  const { port, host, "log-level": level } = values;
  if (host === "") throw new Error("--host must not be empty.");
  return {
    ...(port !== undefined && { port: readPort(port) }),
    ...(host !== undefined && { host }),
    ...(level !== undefined && { logLevel: readLogLevel(level) }),
  };
}

/** @throws an error that says what a port is. */
export function readPort(value: string): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  throw new Error(`--port must be a number from 0 to 65535, not ${value}.`);
}

/** @throws an error that lists the levels. */
export function readLogLevel(value: string): LogLevel {
  const level = logLevels.find((candidate) => candidate === value);
  if (level !== undefined) return level;
  throw new Error(`--log-level must be one of ${logLevels.join(", ")}, not ${value}.`);
}

/** The version of a package, from its `package.json`. */
export async function readVersion(manifest: URL): Promise<string> {
  return String(JSON.parse(await readFile(manifest, "utf8")).version);
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
