/** Starts the built mock and the built docs in this process. */
import type { OpenApiDocument } from "@partner-referrals/mock";
import type { ServingFlags } from "./flags.ts";
import { HOST } from "./ports.ts";
import { closeAll } from "./stop.ts";
import type { Addresses } from "./welcome.ts";

/** The two running servers. */
export interface Servers {
  readonly addresses: Addresses;
  /** Lets the mock answer from another version of the contract. */
  reload(contract: OpenApiDocument): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the mock and the docs. With `liveReload`, an open docs page reloads when the built docs change.
 *
 * The packages are imported here, not at the top: they exist only after the build.
 */
export async function startServers(
  { mockPort, docsPort }: ServingFlags,
  { liveReload = false } = {},
): Promise<Servers> {
  const [{ startMock }, { serveDocs }] = await Promise.all([
    import("@partner-referrals/mock"),
    import("@partner-referrals/docs/serve.ts"),
  ]);
  const mock = await named("mock", "--mock-port", startMock({ port: mockPort, host: HOST }));
  try {
    const docs = await named("docs", "--docs-port", serveDocs({ port: docsPort, liveReload }));
    return {
      addresses: { mock: mock.url, docs: docs.url },
      reload: (contract) => mock.reload(contract),
      close: () => closeAll([() => mock.close(), () => docs.close()]),
    };
  } catch (error) {
    await mock.close();
    throw error;
  }
}

/** Says which server could not start and how to move it. */
async function named<Server>(name: string, flag: string, starting: Promise<Server>): Promise<Server> {
  try {
    return await starting;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The ${name} could not start: ${reason} (${flag} <port> moves it)`, { cause: error });
  }
}
