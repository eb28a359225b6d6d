import {
  type CommonOptions,
  type ParsedArguments,
  readCommonOptions,
  runCommand,
} from "@partner-referrals/server/cli";
import { parseOrigins } from "@partner-referrals/server/cors";
import { logLevels } from "@partner-referrals/server/log";
import {
  contract,
  examplesOf,
  fillPath,
  listOperations,
  type Operation,
  type Parameter,
} from "@partner-referrals/spec/model";
import { defaultPort } from "./http-server.ts";
import type { MockOptions } from "./mock-server.ts";
import { parseUpstream } from "./proxy/upstream-url.ts";
import type { ProxyOptions } from "./proxy-server.ts";

const usage = `Usage: partner-referrals-mock [mock] [options]
       partner-referrals-mock proxy <upstream> [options]

mock   responds with the contract's examples (default)
proxy  forwards to the upstream and reports violations of the contract

  --port <number>      port to listen on; 0 takes any free one (default: ${defaultPort})
  --host <name>        address to listen on (default: 127.0.0.1)
  --allow-origin <url> let web pages of this origin read responses, not those of any; may be repeated
  --errors             respond with an error where the contract is violated
  --strict             reject requests that name what the contract does not know
  --log-level <level>  ${logLevels.join(", ")} (default: warn)
  --dynamic            mock: generate responses from the schemas
  --seed <text>        mock: make generated responses the same in each run
  --har <file>         proxy: write what passes to a HAR file, with a placeholder for every value that is not the contract's
  -h, --help, --version

A request chooses its response with Prefer: code=404, example=name, dynamic=true.
`;

const flags = {
  "allow-origin": { type: "string", multiple: true },
  errors: { type: "boolean" },
  strict: { type: "boolean" },
  dynamic: { type: "boolean" },
  seed: { type: "string" },
  har: { type: "string" },
} as const;

type Command = CommonOptions &
  (
    | { readonly mode: "mock"; readonly options: MockOptions }
    | { readonly mode: "proxy"; readonly options: ProxyOptions }
  );

/** Runs one command line. Sets the exit code: 2 for a wrong command line, 1 when the server cannot start. */
export async function run(args: readonly string[]): Promise<void> {
  const manifest = new URL("../package.json", import.meta.url);
  await runCommand({ usage, manifest, flags, defaultPort, readOptions, start, exposes }, args);
}

/** @throws an error that says what is wrong with the command line. */
function readOptions({ values, positionals }: ParsedArguments<typeof flags>): Command {
  const { errors, strict, dynamic, seed, har, "allow-origin": origins } = values;
  const common = {
    ...readCommonOptions(values),
    ...(errors !== undefined && { errors }),
    ...(strict !== undefined && { strict }),
    ...(origins !== undefined && { allowedOrigins: [...parseOrigins(origins)] }),
  };
  const [mode = "mock", upstream, ...more] = positionals;
  if (mode !== "mock" && mode !== "proxy") throw new Error(`Unknown command: ${mode}.`);
  const superfluous = mode === "mock" ? upstream : more[0];
  if (superfluous !== undefined) throw new Error(`Unexpected argument: ${superfluous}.`);
  if (mode === "mock") {
    if (har !== undefined) throw new Error("--har is for the proxy only.");
    const generated = { ...(dynamic !== undefined && { dynamic }), ...(seed !== undefined && { seed }) };
    return { ...common, mode, options: { ...common, ...generated } };
  }
  if (upstream === undefined) throw new Error("proxy needs the URL of an upstream.");
  if (dynamic !== undefined || seed !== undefined)
    throw new Error("--dynamic and --seed are for the mock only.");
  return {
    ...common,
    mode,
    options: { ...common, upstream: parseUpstream(upstream), ...(har !== undefined && { har }) },
  };
}

function exposes(command: Command): string {
  return command.mode === "mock"
    ? "call the mock"
    : `send requests to ${command.options.upstream} through this machine, each with a token of its own`;
}

async function start(command: Command) {
  const isMock = command.mode === "mock";
  const server = await (isMock
    ? (await import("./mock-server.ts")).startMock(command.options)
    : (await import("./proxy-server.ts")).startProxy(command.options));
  const [subject, detail] = isMock ? ["Mock", ""] : ["Proxy", ` in front of ${command.options.upstream}`];
  const banner = `${subject} of the ${contract.info.title}: ${server.url}${detail}\n${exampleCall(server.url)}\n`;
  return { banner, close: server.close };
}

/** A `curl` line that reads something, for the user to try. */
function exampleCall(url: string): string {
  const gets = listOperations(contract).filter(({ method }) => method === "get");
  const [simplest] = gets.sort((a, b) => countRequired(a) - countRequired(b));
  return `curl -H 'Authorization: Bearer any' '${url}${simplest ? examplePath(simplest) : "/"}'`;
}

function countRequired({ parameters }: Operation): number {
  return parameters.filter(({ required }) => required).length;
}

function examplePath({ path, parameters }: Operation): string {
  const exampleOf = (parameter: Parameter) => String(examplesOf(contract, parameter)[0]?.value);
  const inPath = parameters.filter((parameter) => parameter.in === "path");
  return fillPath(
    path,
    Object.fromEntries(inPath.map((parameter) => [parameter.name, exampleOf(parameter)])),
  );
}
