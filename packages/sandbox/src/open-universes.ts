import type { Control } from "./admin/control.ts";
import { loadSeed, type Seed } from "./admin/seed.ts";
import { accessLocally, type UniverseAccess } from "./http/universe-access.ts";
import type { ServerOptions } from "./options.ts";
import type { SharedControl } from "./shared/shared-control.ts";
import { createUniverse, type Universe } from "./universe.ts";
import { createUniverses, defaultUniverse, maxUniverses, type Universes } from "./universes.ts";
import { createSender, type Sender } from "./webhooks/sender.ts";

/** Where a sandbox keeps its universes, and what sends their events. */
export interface OpenUniverses {
  readonly access: UniverseAccess;
  readonly sender: Sender;
  /** In this process. */
  readonly universes?: Universes;
  /** The controls of those in a database. */
  readonly sharedControlOf?: (name: string, controlOf: (universe: Universe) => Control) => SharedControl;
  close(): Promise<void>;
}

/**
 * Opens the universes of a sandbox: in memory, in a file, or in a database.
 *
 * @param certificateUrl where receivers fetch the certificate that events are signed with
 */
export async function openUniverses(
  options: ServerOptions,
  certificateUrl: () => string,
): Promise<OpenUniverses> {
  if (options.database === undefined) return openLocally(options, certificateUrl);
  if (options.data !== undefined)
    throw new TypeError("Universes are in a file or in a database, not in both.");
  return openShared(options, options.database, certificateUrl);
}

function openLocally(options: ServerOptions, certificateUrl: () => string): OpenUniverses {
  const { data, idSeed, seed, maxUniverses: max = maxUniverses } = options;
  const sender = createSender({ ...senderOptions(options), certificateUrl });
  const universes = createUniverses(
    (name) => {
      const universe = createUniverse(name, {
        file: name === defaultUniverse ? data : undefined,
        idSeed,
        sender,
      });
      if (seed !== undefined) startWithSeed(universe, seed);
      return universe;
    },
    { max },
  );
  const access = accessLocally(universes, max);
  return { access, sender, universes, close: async () => universes.close() };
}

async function openShared(
  options: ServerOptions,
  url: string,
  certificateUrl: () => string,
): Promise<OpenUniverses> {
  const { idSeed, seed } = options;
  const [{ openDatabase }, { accessShared }, { createSharedControl }] = await Promise.all([
    import("./shared/open-database.ts"),
    import("./http/shared-access.ts"),
    import("./shared/shared-control.ts"),
  ]);
  const max = options.maxUniverses ?? maxUniverses;
  const { shared, sender } = await openDatabase({
    ...{ url, idSeed, maxUniverses: max, maxConnections: options.databaseConnections },
    sender: { ...senderOptions(options), certificateUrl },
    initialize: (universe) => {
      if (seed !== undefined) loadSeed(universe, seed);
    },
  });
  return {
    access: accessShared(shared, max),
    sender,
    sharedControlOf: (name, controlOf) => createSharedControl(shared, name, controlOf),
    close: shared.close,
  };
}

function senderOptions({ allowedWebhookHosts = [], webhookRetryDelay = 1000 }: ServerOptions): {
  readonly allowedHosts: readonly string[];
  readonly retryDelay: number;
} {
  return { allowedHosts: allowedWebhookHosts, retryDelay: webhookRetryDelay };
}

/** Loads a seed into a new universe. One that comes from a file has its referrals already. */
function startWithSeed(universe: Universe, seed: Seed): void {
  if (universe.referrals.count() === 0) loadSeed(universe, seed);
  else for (const organization of seed.organizations ?? []) universe.organizations.add(organization);
}
