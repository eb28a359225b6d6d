import { connectToPostgres } from "../store/postgres/connect.ts";
import { migrate } from "../store/postgres/migrations.ts";
import type { Universe } from "../universe.ts";
import { defaultUniverse } from "../universes.ts";
import { createSender, type Sender, type SenderOptions } from "../webhooks/sender.ts";
import { createOutbox } from "./outbox.ts";
import { createJournalWriter } from "./shared-journal.ts";
import { createSharedUniverses, type SharedUniverses } from "./shared-universes.ts";
import { loadSigningKey } from "./signing-key.ts";

interface DatabaseOptions {
  readonly url: string;
  readonly maxConnections: number | undefined;
  readonly maxUniverses: number;
  readonly idSeed: string | undefined;
  readonly sender: SenderOptions;
  /** What a new universe starts with. */
  readonly initialize: (universe: Universe) => void;
}

/**
 * Opens a database that other instances may have open too, and brings its schema up to date.
 *
 * @throws StorageError when the database cannot be used
 */
export async function openDatabase({
  url,
  maxConnections,
  sender: senderOptions,
  ...options
}: DatabaseOptions): Promise<{ readonly shared: SharedUniverses; readonly sender: Sender }> {
  const database = await connectToPostgres(url, maxConnections);
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  const sender = createSender({ ...senderOptions, createKey: () => loadSigningKey(database) });
  const outbox = createOutbox(database, sender);
  const journals = createJournalWriter(database);
  const shared = createSharedUniverses({ ...options, database, sender, outbox, journals });
  try {
    await shared.create(defaultUniverse);
    await shared.run(defaultUniverse, { run: () => {}, changes: false });
  } catch (error) {
    await shared.close();
    throw error;
  }
  return { shared, sender };
}
