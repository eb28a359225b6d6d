/** The command line of `start` and `dev`. */
import { parseArgs } from "node:util";

/** Where the two servers listen. */
export interface ServingFlags {
  readonly mockPort: number;
  readonly docsPort: number;
}

export type ParsedFlags =
  | { readonly kind: "run"; readonly flags: ServingFlags }
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly reason: string };

/** Reads `--mock-port`, `--docs-port` and `--help`. Port 0 means any free port. */
export function parseServingFlags(args: readonly string[]): ParsedFlags {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        "mock-port": { type: "string", default: "4010" },
        "docs-port": { type: "string", default: "8080" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    const mockPort = readPort("--mock-port", values["mock-port"]);
    const docsPort = readPort("--docs-port", values["docs-port"]);
    if (mockPort === docsPort && mockPort !== 0) {
      return {
        kind: "wrong",
        reason: `--mock-port and --docs-port are both ${mockPort}. Choose two different ports.`,
      };
    }
    return { kind: "run", flags: { mockPort, docsPort } };
  } catch (error) {
    return { kind: "wrong", reason: error instanceof Error ? error.message : String(error) };
  }
}

function readPort(flag: string, value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new Error(`${flag} takes a number from 0 to 65535, not "${value}".`);
}

/** The usage text of `command`, `start` or `dev`. */
export function servingUsage(command: string, purpose: string): string {
  return `Usage: npx --yes pnpm@12 ${command} [--mock-port <port>] [--docs-port <port>]

${purpose}

  --mock-port <port>  where the mock listens (default 4010; 0 takes any free port)
  --docs-port <port>  where the docs listen (default 8080; 0 takes any free port)
  -h, --help          show this text`;
}
