import type { ReferralsClient } from "@partner-referrals/client";
import { isLoopback } from "@partner-referrals/server/hosts";
import { createLogger, type LogLevel } from "@partner-referrals/server/log";
import { type Control, createControl } from "./admin/control.ts";
import { loadSeed, type Seed } from "./admin/seed.ts";
import { addAdminRoutes, addCertificateRoutes, certificatePath } from "./http/admin-routes.ts";
import { createApp } from "./http/app.ts";
import { createCrossSiteProtection } from "./http/cross-site.ts";
import { defaultOrganization } from "./organizations/organizations.ts";
import { createUniverse, type Universe } from "./universe.ts";
import { createUniverses, defaultUniverse, universeHeader } from "./universes.ts";
import { createSender } from "./webhooks/sender.ts";

export interface SandboxOptions {
  /** Default: 4020. 0 takes any free port. */
  readonly port?: number;
  /** Default: `127.0.0.1`, which only this machine can reach. */
  readonly host?: string;
  /** What every universe starts with. With `data`, only if the file is new. */
  readonly seed?: Seed;
  /** A file to keep the default universe in. Without it everything is in memory. */
  readonly data?: string;
  /** Makes the ids of new referrals the same in each run. */
  readonly idSeed?: string;
  /** What is logged, as JSON lines on standard error. Default: `warn`. */
  readonly logLevel?: LogLevel;
  /** Whether the admin API can be reached over HTTP. Default: only where the host is this machine alone. */
  readonly httpControl?: boolean;
  /**
   * Names that requests may call the sandbox by, when it listens on this machine alone. Default: `localhost`, the names
   * below it, and loopback addresses. Requests for any other host are rejected, as a web page may have sent them.
   */
  readonly allowedHosts?: readonly string[];
  /**
   * Origins of web pages, such as `http://localhost:4000`, that may call the sandbox from a browser, its admin API too.
   * Default: none.
   */
  readonly allowedOrigins?: readonly string[];
  /** Hosts, besides this machine, that events may be sent to. */
  readonly allowedWebhookHosts?: readonly string[];
  /** How long the second attempt to deliver an event waits, in milliseconds; the wait doubles each time. Default: 1,000. */
  readonly webhookRetryDelay?: number;
  /** The token of `client`: `<organization>:<role>`. Default: an administrator of Proseware. */
  readonly token?: string;
}

/** An isolated part of a sandbox. */
export interface SandboxUniverse {
  readonly name: string;
  /** A client that works in this universe. */
  readonly client: ReferralsClient;
  readonly control: Control;
  /** The headers that send any request to this universe. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A sandbox that is listening. */
export interface Sandbox extends SandboxUniverse {
  /** Such as `http://127.0.0.1:4020`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The universe of this name, created when it is new. */
  universe(name: string): SandboxUniverse;
  /** The root certificate to verify deliveries with, as PEM: the `trustedRoots` of the client's `verifyWebhook`. */
  webhookRoot(): Promise<string>;
  /** Closes all connections and stops listening. May be called more than once. */
  close(): Promise<void>;
}

/** A sandbox without a client, for those who do not need one. */
export type SandboxServer = Omit<Sandbox, keyof SandboxUniverse | "universe"> & {
  readonly control: Control;
  controlOf(name: string): Control;
};

/**
 * Starts a sandbox.
 *
 * @throws when the seed violates the contract, the file is not a sandbox's, or it cannot listen.
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
  let listeningOn = host;
  const crossSite = createCrossSiteProtection({
    allowedHosts: options.allowedHosts ?? [],
    allowedOrigins: options.allowedOrigins ?? [],
    host,
    address: () => listeningOn,
  });
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
    if (seed !== undefined) startWithSeed(universe, seed);
    return universe;
  });
  const controls = new WeakMap<Universe, Control>();
  const controlOf = (universe: Universe): Control => {
    const control = controls.get(universe) ?? createControl(universe, seed);
    controls.set(universe, control);
    return control;
  };
  const app = createApp({
    universes,
    log: createLogger("sandbox", logLevel),
    crossSite,
    ownUrl: () => url,
    extend(instance) {
      instance.register((scope, _options, done) => {
        scope.addHook("onRequest", (request, _reply, next) => {
          crossSite.assertOrigin(request);
          next();
        });
        addCertificateRoutes(scope, sender);
        if (options.httpControl ?? isLoopback(host)) addAdminRoutes(scope, { universes, controlOf });
        done();
      });
    },
  });
  try {
    await app.listen({ host, port });
  } catch (error) {
    universes.close();
    throw error;
  }
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new TypeError("The server has no port.");
  listeningOn = address.address;
  url = `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
  const controlNamed = (name: string): Control => {
    const universe = universes.hold(name);
    if (universe === undefined) throw new TypeError(`${name} cannot be the name of a universe.`);
    return controlOf(universe);
  };
  let closing: Promise<void> | undefined;
  return {
    url,
    port: address.port,
    control: controlNamed(defaultUniverse),
    controlOf: controlNamed,
    webhookRoot: async () => (await sender.signingKey()).root,
    close() {
      closing ??= app.close().then(() => universes.close());
      return closing;
    },
  };
}

/** Loads a seed into a new universe. One that comes from a file has its referrals already. */
function startWithSeed(universe: Universe, seed: Seed): void {
  if (universe.referrals.count() === 0) loadSeed(universe, seed);
  else for (const organization of seed.organizations ?? []) universe.organizations.add(organization);
}
