/** The command line of `start` and `dev`. */
import { parseArgs } from "node:util";

/** The servers that `start` and `dev` run, with the ports where they listen unless told otherwise. */
const defaultPorts = { mock: 4010, sandbox: 4020, docs: 8080 };

export type ServerName = keyof typeof defaultPorts;

/** Where each server listens. */
export type Ports = Readonly<Record<ServerName, number>>;

// A cast, because Object.keys forgets which keys there are.
export const serverNames = Object.keys(defaultPorts) as ServerName[];

export type ParsedFlags =
  | { readonly kind: "run"; readonly ports: Ports }
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly reason: string };

/** The flag that moves a server. */
export function flagOf(name: ServerName): string {
  return `--${name}-port`;
}

/** Reads the flag of each server and `--help`. Port 0 means any free port. */
export function parseServingFlags(args: readonly string[]): ParsedFlags {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        "mock-port": { type: "string" },
        "sandbox-port": { type: "string" },
        "docs-port": { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    const ports = { ...defaultPorts };
    for (const name of serverNames) {
      const value = values[`${name}-port`];
      if (value !== undefined) ports[name] = readPort(name, value);
    }
    checkDistinct(ports);
    return { kind: "run", ports };
  } catch (error) {
    return { kind: "wrong", reason: error instanceof Error ? error.message : String(error) };
  }
}

function readPort(name: ServerName, value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new Error(`${flagOf(name)} takes a number from 0 to 65535, not "${value}".`);
}

function checkDistinct(ports: Ports): void {
  for (const [index, name] of serverNames.entries()) {
    const other = serverNames.slice(index + 1).find((candidate) => ports[candidate] === ports[name]);
    if (other === undefined || ports[name] === 0) continue;
    throw new Error(
      `${flagOf(name)} and ${flagOf(other)} are both ${ports[name]}. Choose two different ports.`,
    );
  }
}

/** The usage text of `command`, `start` or `dev`. */
export function servingUsage(command: string, purpose: string): string {
  const flags = serverNames.map((name) => `[${flagOf(name)} <port>]`).join(" ");
  const lines = serverNames.map((name) => {
    const listens = name === "docs" ? "listen" : "listens";
    return `  ${`${flagOf(name)} <port>`.padEnd(21)}  where the ${name} ${listens} (default ${defaultPorts[name]}; 0 takes any free port)`;
  });
  return `Usage: npx --yes pnpm@12 ${command} ${flags}

${purpose}

${lines.join("\n")}
  ${"-h, --help".padEnd(21)}  show this text`;
}
