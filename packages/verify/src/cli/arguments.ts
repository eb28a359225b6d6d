import { parseArgs } from "node:util";
import { contract, getIn } from "@partner-referrals/spec/model";
import { formats, type ReportFormat } from "../report/formats.ts";

export const usage: string = `Usage: partner-referrals-verify <traffic.har | -> [options]
       partner-referrals-verify --base-url <url> --token-env <name> [options]

Holds traffic of the Partner Center referrals API to the contract. Reads recorded traffic (HAR 1.2, or one HAR entry a line),
or sends requests itself. Reports hold nothing of the traffic but names of the contract, lengths and types.

Recorded traffic:
  <file>, -               a file, or standard input
  --skip-bad-entries      go on after an entry that cannot be read

Live:
  --base-url <url>        send the scenario to this service; it only reads
  --token-env <name>      the environment variable that has the access token
  --write                 create and change referrals too, and close them; ends with a closed referral or two
  --webhook-url <url>     with --write: register this URL for events, too
  --registration-url <url>  where that is done, if not at the base URL
  --yes-production        needed beside --write where the base URL is the production host
  --against-sandbox       send the same to a sandbox of its own, and list the differences
  --max-per-second <n>    requests a second, at most (default 2)
  --resume <file>         keep the finished steps in this file, and go on after them

Report:
  --format <name>         ${Object.keys(formats).join(", ")} (default markdown)
  --out <file>            write the report there instead of to standard output
  -h, --help              this text
      --version           the version

Exit codes: 0 nothing is contradicted, 1 something is, or the run failed, 2 wrong usage.
`;

/** A command line that makes no sense. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface ReportTarget {
  readonly format: ReportFormat;
  readonly out: string | undefined;
}

/** What to verify, and where the report goes. */
export interface TrafficCommand extends ReportTarget {
  readonly kind: "traffic";
  readonly file: string;
  readonly skipsBadEntries: boolean;
}

export interface LiveCommand extends ReportTarget {
  readonly kind: "live";
  readonly baseUrl: string;
  readonly tokenVariable: string;
  readonly write: boolean;
  readonly webhookUrl: string | undefined;
  readonly registrationUrl: string | undefined;
  readonly againstSandbox: boolean;
  readonly maxPerSecond: number;
  readonly resume: string | undefined;
}

export type Command = { readonly kind: "help" } | { readonly kind: "version" } | TrafficCommand | LiveCommand;

/** @throws UsageError saying what is wrong. */
export function readArguments(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  const target = { format: readFormat(values.format), out: values.out };
  const baseUrl = values["base-url"];
  if (baseUrl === undefined) {
    const [file, ...more] = positionals;
    if (file === undefined) throw new UsageError("Name a HAR file, - for standard input, or --base-url.");
    if (more.length > 0) throw new UsageError(`One file at a time, not ${positionals.length}.`);
    return { kind: "traffic", file, skipsBadEntries: values["skip-bad-entries"] ?? false, ...target };
  }
  if (positionals.length > 0) throw new UsageError("Either a file or --base-url, not both.");
  const url = readUrl(baseUrl, "--base-url");
  const tokenVariable = values["token-env"];
  if (tokenVariable === undefined) throw new UsageError("--base-url needs --token-env <name of a variable>.");
  const write = values.write ?? false;
  if (write && url.host === productionHost() && !values["yes-production"])
    throw new UsageError(
      `--write changes data at ${url.host}, which is production. Add --yes-production if that is meant.`,
    );
  return {
    kind: "live",
    baseUrl: url.href,
    tokenVariable,
    write,
    webhookUrl: values["webhook-url"] && readUrl(values["webhook-url"], "--webhook-url").href,
    registrationUrl:
      values["registration-url"] && readUrl(values["registration-url"], "--registration-url").href,
    againstSandbox: values["against-sandbox"] ?? false,
    maxPerSecond: readRate(values["max-per-second"]),
    resume: values.resume,
    ...target,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        "skip-bad-entries": { type: "boolean" },
        "base-url": { type: "string" },
        "token-env": { type: "string" },
        write: { type: "boolean" },
        "webhook-url": { type: "string" },
        "registration-url": { type: "string" },
        "yes-production": { type: "boolean" },
        "against-sandbox": { type: "boolean" },
        "max-per-second": { type: "string" },
        resume: { type: "string" },
        format: { type: "string" },
        out: { type: "string" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.split(". ")[0] : String(error));
  }
}

function readFormat(name = "markdown"): ReportFormat {
  if (Object.hasOwn(formats, name)) return name as ReportFormat; // A cast: the names of an object are its keys.
  throw new UsageError(`--format is one of ${Object.keys(formats).join(", ")}, not ${name}.`);
}

function readUrl(text: string, flag: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new UsageError(`${flag} needs an http or https URL, not ${text}.`);
}

function readRate(text = "2"): number {
  const rate = Number(text);
  if (rate > 0 && rate <= 1000) return rate;
  throw new UsageError(`--max-per-second is a number above 0, not ${text}.`);
}

/** The host that the contract names. */
function productionHost(): string {
  return new URL(String(getIn(contract, "servers", "0", "url"))).host;
}
