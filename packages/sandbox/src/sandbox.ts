import type { ReferralsClient } from "@partner-referrals/client";
import { isLoopback } from "@partner-referrals/server/hosts";
import { createLogger } from "@partner-referrals/server/log";
import { type Control, createControl } from "./admin/control.ts";
import { addAdminRoutes, addCertificateRoutes, certificatePath } from "./http/admin-routes.ts";
import { createApp } from "./http/app.ts";
import { createCrossSiteProtection } from "./http/cross-site.ts";
import { openUniverses } from "./open-universes.ts";
import type { SandboxOptions, ServerOptions, SharedSandboxOptions } from "./options.ts";
import { defaultOrganization } from "./organizations/organizations.ts";
import type { SharedControl } from "./shared/shared-control.ts";
import type { Universe } from "./universe.ts";
import { defaultUniverse, universeHeader } from "./universes.ts";

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

/** An isolated part of a sandbox that is in a database. */
export interface SharedSandboxUniverse extends Omit<SandboxUniverse, "control"> {
  readonly control: SharedControl;
}

/** A sandbox that is listening, and keeps everything in a database. Its controls return promises. */
export interface SharedSandbox
  extends SharedSandboxUniverse,
    Omit<Sandbox, keyof SandboxUniverse | "universe"> {
  /** The universe of this name, created when it is used first. */
  universe(name: string): SharedSandboxUniverse;
}

/** A sandbox without a client, for those who do not need one. */
export interface SandboxServer extends Omit<Sandbox, keyof SandboxUniverse | "universe"> {
  /** The control of a universe, which is created when it is new. Undefined when universes are in a database. */
  readonly controlOf: ((name: string) => Control) | undefined;
  /** The same for universes in a database. */
  readonly sharedControlOf: ((name: string) => SharedControl) | undefined;
}

/**
 * Starts a sandbox.
 *
 * @throws when the seed violates the contract, the file or the database is not a sandbox's or cannot be used, or it cannot listen.
 */
export function startSandbox(options: SharedSandboxOptions): Promise<SharedSandbox>;
export function startSandbox(options?: SandboxOptions): Promise<Sandbox>;
export async function startSandbox(options: ServerOptions = {}): Promise<Sandbox | SharedSandbox> {
  const [server, { createReferralsClient }] = await Promise.all([
    startServer(options),
    import("@partner-referrals/client"),
  ]);
  const { controlOf, sharedControlOf, ...sandbox } = server;
  const { token = `${defaultOrganization}:admin` } = options;
  const withoutControl = (name: string): Omit<SandboxUniverse, "control"> => {
    const headers = { [universeHeader]: name };
    const onRequest = (request: { readonly headers: Headers }) => request.headers.set(universeHeader, name);
    return { name, headers, client: createReferralsClient({ baseUrl: sandbox.url, token, onRequest }) };
  };
  if (sharedControlOf !== undefined) {
    const universe = (name: string): SharedSandboxUniverse => ({
      ...withoutControl(name),
      control: sharedControlOf(name),
    });
    return { ...sandbox, ...universe(defaultUniverse), universe };
  }
  if (controlOf === undefined) throw new TypeError("A sandbox has controls.");
  const universe = (name: string): SandboxUniverse => ({ ...withoutControl(name), control: controlOf(name) });
  return { ...sandbox, ...universe(defaultUniverse), universe };
}

/** Starts a sandbox without loading the client. */
export async function startServer(options: ServerOptions = {}): Promise<SandboxServer> {
  const { port = 4020, host = "127.0.0.1", seed, logLevel = "warn", controlKey } = options;
  const publicUrl = options.publicUrl?.replace(/\/+$/, "");
  let url = "";
  let listeningOn = host;
  const crossSite = createCrossSiteProtection({
    allowedHosts: options.allowedHosts ?? [],
    allowedOrigins: options.allowedOrigins ?? [],
    host,
    address: () => listeningOn,
  });
  const { sender, access, universes, sharedControlOf, close } = await openUniverses(
    options,
    () => (publicUrl ?? url) + certificatePath,
  );
  const controls = new WeakMap<Universe, Control>();
  const controlOf = (universe: Universe): Control => {
    const control = controls.get(universe) ?? createControl(universe, seed);
    controls.set(universe, control);
    return control;
  };
  const app = createApp({
    access,
    log: createLogger("sandbox", logLevel),
    crossSite,
    ownUrl: () => publicUrl ?? url,
    extend(instance) {
      instance.register((scope, _options, done) => {
        scope.addHook("onRequest", (request, _reply, next) => {
          crossSite.assertOrigin(request);
          next();
        });
        addCertificateRoutes(scope, sender);
        if (options.httpControl ?? (isLoopback(host) || controlKey !== undefined))
          addAdminRoutes(scope, { access, controlOf, key: controlKey });
        done();
      });
    },
  });
  try {
    await app.listen({ host, port });
  } catch (error) {
    await close();
    throw error;
  }
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new TypeError("The server has no port.");
  listeningOn = address.address;
  url = `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
  let closing: Promise<void> | undefined;
  return {
    url,
    port: address.port,
    controlOf:
      universes &&
      ((name) => {
        const universe = universes.hold(name);
        if (universe === undefined) throw new TypeError(`${name} cannot be the name of a universe.`);
        return controlOf(universe);
      }),
    sharedControlOf: sharedControlOf && ((name) => sharedControlOf(name, controlOf)),
    webhookRoot: async () => (await sender.signingKey()).root,
    close() {
      closing ??= app.close().then(close);
      return closing;
    },
  };
}
