import {
  createJournal,
  type Journal,
  type LogEntry,
  maxCharacters,
  maxEntries,
  type ReceivedRequest,
  type SentResponse,
  toLogEntry,
} from "../admin/journal.ts";
import { operations } from "../contract/operations.ts";
import type { Database } from "../store/postgres/connect.ts";
import { appendJournal, type JournalRow, readJournal } from "../store/postgres/journal-rows.ts";
import type { Clock } from "../time/clock.ts";

/** The journal of a universe that is in a database. */
export interface SharedJournal extends Journal {
  /** Whether it was cleared since it was asked for last. */
  takeCleared(): boolean;
}

/** @param append gets each entry */
export function createSharedJournal(clock: Clock, append: (entry: LogEntry) => void): SharedJournal {
  // Only what is read is in memory.
  const journal = createJournal(clock);
  let isCleared = false;
  return {
    ...journal,
    record(operation, request, response) {
      append(toLogEntry(0, clock.now(), operation, request, response));
    },
    clear() {
      journal.clear();
      isCleared = true;
    },
    takeCleared() {
      const wasCleared = isCleared;
      isCleared = false;
      return wasCleared;
    },
  };
}

/** An entry as it is stored: without the token, and with bodies as text. */
interface StoredEntry {
  readonly at: number;
  readonly operation?: string;
  readonly request: Omit<ReceivedRequest, "bytes"> & { readonly body?: string };
  readonly response?: Omit<SentResponse, "body"> & { readonly body?: string };
}

function toStored({ at, operation, request, response }: LogEntry): StoredEntry {
  const { bytes, headers: received, ...line } = request;
  const { authorization: _, ...headers } = received;
  return {
    at,
    ...(operation && { operation: operation.id }),
    request: { ...line, headers, ...(bytes && { body: toText(bytes) }) },
    ...(response && { response: { ...response, ...(response.body && { body: toText(response.body) }) } }),
  } as StoredEntry;
}

function toText(body: string | Uint8Array): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}

function fromStored(number: number, text: string): LogEntry {
  // A cast: `toStored` made it.
  const { at, operation, request, response } = JSON.parse(text) as StoredEntry;
  const { body, ...line } = request;
  const received = { ...line, ...(body !== undefined && { bytes: new TextEncoder().encode(body) }) };
  return toLogEntryAt(number, at, operation, received, response);
}

function toLogEntryAt(
  number: number,
  at: number,
  operation: string | undefined,
  request: ReceivedRequest,
  response: SentResponse | undefined,
): LogEntry {
  return toLogEntry(
    number,
    at,
    operation === undefined ? undefined : operations.get(operation),
    request,
    response,
  );
}

/** Writes journals a little later than the responses, many entries at once, so that a request need not wait for it. */
export interface JournalWriter {
  append(universe: string, entry: LogEntry): void;
  /** Writes what there is. Entries that the database does not take are lost. */
  flush(): Promise<void>;
  /** The entries of a universe, with those that were appended here just now. */
  read(universe: string): Promise<LogEntry[]>;
  close(): Promise<void>;
}

const flushAfterMs = 200;
/** How many entries wait at most: twice as many as stay. */
const maxWaiting = 2 * maxEntries;

interface Waiting {
  entries: LogEntry[];
  /** How many there were, with those that need not be written. */
  count: number;
}

export function createJournalWriter(database: Database): JournalWriter {
  let waiting = new Map<string, Waiting>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = async (batch: ReadonlyMap<string, Waiting>): Promise<void> => {
    const limits = { maxEntries, maxSize: maxCharacters };
    for (const [universe, { entries, count }] of batch)
      await appendJournal(database, universe, newest(entries).map(toRow), count, limits).catch(() => {});
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = new Map();
    writing = writing.then(() => write(batch));
    return writing;
  };
  return {
    append(universe, entry) {
      const known = waiting.get(universe) ?? { entries: [], count: 0 };
      known.entries.push(entry);
      known.count++;
      if (known.entries.length > maxWaiting) known.entries = newest(known.entries);
      waiting.set(universe, known);
      timer ??= setTimeout(flush, flushAfterMs).unref();
    },
    flush,
    async read(universe) {
      await flush();
      const rows = await readJournal(database, universe);
      return rows.map(({ number, entry }) => fromStored(number, entry));
    },
    async close() {
      await flush();
    },
  };
}

/** Those that stay in a journal: the others would be removed as soon as they are written. */
function newest(entries: readonly LogEntry[]): LogEntry[] {
  let size = 0;
  const start = entries.findLastIndex((entry, index) => {
    size += entry.size;
    return entries.length - index > maxEntries || (size > maxCharacters && index < entries.length - 1);
  });
  return entries.slice(start + 1);
}

function toRow(entry: LogEntry): JournalRow {
  return { entry: JSON.stringify(toStored(entry)), size: entry.size };
}
