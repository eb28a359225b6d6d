/** Starts the built mock and sandbox, and the docs, in this process. */
import { readFile } from "node:fs/promises";
import type { Seed } from "@partner-referrals/sandbox";
import type { OpenApiDocument } from "@partner-referrals/spec/model";
import { flagOf, type Ports, type ServerName } from "./flags.ts";
import { host } from "./ports.ts";
import { closeAll } from "./stop.ts";

/** Where each server listens. */
export type Addresses = Readonly<Record<ServerName, string>>;

/** The running servers. */
export interface Servers {
  readonly addresses: Addresses;
  /** Lets the mock respond from another version of the contract. */
  reload(contract: OpenApiDocument): Promise<void>;
  close(): Promise<void>;
}

/** A server that was started. */
export interface Running {
  readonly url: string;
  close(): Promise<void>;
}

/** The origins of a server on this machine: browsers tell the names of the machine apart. */
function originsOf(url: string): string[] {
  const { origin, protocol, port } = new URL(url);
  return [origin, `${protocol}//localhost:${port}`];
}

/** Starts all servers. The packages are imported here, not at the top: they exist only after the build. */
export async function startServers(
  ports: Ports,
  startDocs: (port: number) => Promise<Running>,
): Promise<Servers> {
  const [{ startMock }, { startSandbox }] = await Promise.all([
    import("@partner-referrals/mock"),
    import("@partner-referrals/sandbox"),
  ]);
  const seed: Seed = JSON.parse(
    await readFile(new URL(import.meta.resolve("@partner-referrals/sandbox/seed.json")), "utf8"),
  );
  const started: Running[] = [];
  /** Says which server could not start and how to move it. */
  const start = async <Server extends Running>(
    name: ServerName,
    starting: Promise<Server>,
  ): Promise<Server> => {
    try {
      const server = await starting;
      started.push(server);
      return server;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`The ${name} could not start: ${reason} (${flagOf(name)} <port> moves it)`, {
        cause: error,
      });
    }
  };
  const close = () => closeAll(started.map((server) => () => server.close()));
  try {
    const mock = await start("mock", startMock({ port: ports.mock, host }));
    const docs = await start("docs", startDocs(ports.docs));
    // The pages of the operations send requests to it.
    const allowedOrigins = originsOf(docs.url);
    const sandbox = await start("sandbox", startSandbox({ port: ports.sandbox, host, seed, allowedOrigins }));
    return {
      addresses: { mock: mock.url, sandbox: sandbox.url, docs: docs.url },
      reload: (contract) => mock.reload(contract),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
