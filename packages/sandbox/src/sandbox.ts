import type { ReferralsClient } from "@partner-referrals/client";
import { defaultOrganization } from "./auth/caller.ts";
import { type Control, createControl } from "./control/control.ts";
import { addCertificates, addControls, certificatePath } from "./control/routes.ts";
import { plant, type Seed } from "./control/seed.ts";
import { createGuard } from "./http/guard.ts";
import { isLoopback } from "./http/host-names.ts";
import { createServer } from "./http/server.ts";
import { createLog, type LogLevel } from "./log.ts";
import {
  createUniverse,
  createUniverses,
  defaultUniverse,
  type Universe,
  universeHeader,
} from "./universe.ts";
import { createSender } from "./webhooks/sender.ts";

export interface SandboxOptions {
  /** Default: 4020. 0 takes any free port. */
  readonly port?: number;
  /** Default: `127.0.0.1`, which only this machine can reach. */
  readonly host?: string;
  /** What every universe begins with. With `data`, only if the file is new. */
  readonly seed?: Seed;
  /** A file to keep the default universe in. Without it everything is in memory. */
  readonly data?: string;
  /** Makes the ids of new referrals the same in each run. */
  readonly idSeed?: string;
  /** What is logged, as JSON lines on standard error. Default: `warn`. */
  readonly logLevel?: LogLevel;
  /** Whether the controls can be reached over HTTP. Default: only where the host is this machine alone. */
  readonly httpControl?: boolean;
  /**
   * Names that requests may call the sandbox by, when it listens on this machine alone. Default: `localhost`, the names
   * below it, and loopback addresses; requests for any other host are refused, as a web page may have made them.
   */
  readonly allowedHosts?: readonly string[];
  /** Hosts, besides this machine, that events may be sent to. */
  readonly allowedWebhookHosts?: readonly string[];
  /** How long the second attempt to deliver an event waits, in milliseconds; the wait doubles each time. Default: 1,000. */
  readonly webhookRetryDelay?: number;
  /** The token of `client`: `<organization>:<role>`. Default: an administrator of Proseware. */
  readonly token?: string;
}

/** A part of a sandbox that nothing else of it touches. */
export interface SandboxUniverse {
  readonly name: string;
  /** A client that works in this universe. */
  readonly client: ReferralsClient;
  readonly control: Control;
  /** The headers that put any request into this universe. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A sandbox that is listening. */
export interface Sandbox extends SandboxUniverse {
  /** Such as `http://127.0.0.1:4020`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The universe of this name, made when it is new. */
  universe(name: string): SandboxUniverse;
  /** The root certificate to verify deliveries with, as PEM: the `trustedRoots` of the client's `verifyWebhook`. */
  webhookRoot(): Promise<string>;
  /** Ends all connections and stops listening. May be called more than once. */
  close(): Promise<void>;
}

/** A sandbox without the client that goes with it, for those who do not need it. */
export type SandboxServer = Omit<Sandbox, keyof SandboxUniverse | "universe"> & {
  readonly control: Control;
  controlOf(name: string): Control;
};

/**
 * Starts a sandbox.
 *
 * @throws when the seed departs from the contract, the file is no sandbox's, or it cannot listen.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const [server, { createReferralsClient }] = await Promise.all([
    startServer(options),
    import("@partner-referrals/client"),
  ]);
  const { token = `${defaultOrganization}:admin` } = options;
  const universe = (name: string): SandboxUniverse => {
    const headers = { [universeHeader]: name };
    const onRequest = (request: { readonly headers: Headers }) => request.headers.set(universeHeader, name);
    const client = createReferralsClient({ baseUrl: server.url, token, onRequest });
    return { name, headers, client, control: server.controlOf(name) };
  };
  return { ...server, ...universe(defaultUniverse), universe };
}

/** Starts a sandbox without loading the client. */
export async function startServer(options: SandboxOptions = {}): Promise<SandboxServer> {
  const { port = 4020, host = "127.0.0.1", seed, data, idSeed, logLevel = "warn" } = options;
  let url = "";
  let listening = host;
  const guard = createGuard({ allowedHosts: options.allowedHosts ?? [], host, address: () => listening });
  const sender = createSender({
    allowedHosts: options.allowedWebhookHosts ?? [],
    retryDelay: options.webhookRetryDelay ?? 1000,
    certificateUrl: () => url + certificatePath,
  });
  const universes = createUniverses((name) => {
    const universe = createUniverse(name, {
      file: name === defaultUniverse ? data : undefined,
      idSeed,
      sender,
    });
    const isEmpty = universe.store.count({ where: "1", parameters: [] }) === 0;
    for (const organization of seed?.organizations ?? []) universe.organizations.add(organization);
    if (seed !== undefined && isEmpty) plant(universe, seed);
    return universe;
  });
  const controls = new WeakMap<Universe, Control>();
  const controlOf = (universe: Universe): Control => {
    const control = controls.get(universe) ?? createControl(universe, seed);
    controls.set(universe, control);
    return control;
  };
  const server = createServer({
    universes,
    log: createLog(logLevel),
    guard,
    origin: () => url,
    extend(instance) {
      instance.register((controlled, _options, done) => {
        controlled.addHook("onRequest", guard.checkPage);
        addCertificates(controlled, sender);
        if (options.httpControl ?? isLoopback(host)) addControls(controlled, { universes, controlOf });
        done();
      });
    },
  });
  try {
    await server.listen({ host, port });
  } catch (error) {
    universes.close();
    throw error;
  }
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new TypeError("The server has no port.");
  listening = address.address;
  url = `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
  const named = (wanted: string): Control => {
    const universe = universes.get(wanted);
    if (universe === undefined) throw new TypeError(`${wanted} cannot be the name of a universe.`);
    return controlOf(universe);
  };
  let closing: Promise<void> | undefined;
  return {
    url,
    port: address.port,
    control: named(defaultUniverse),
    controlOf: named,
    webhookRoot: async () => (await sender.signingKey()).root,
    close() {
      closing ??= server.close().then(() => universes.close());
      return closing;
    },
  };
}
