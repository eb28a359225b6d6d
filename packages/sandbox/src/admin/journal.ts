import type { Violation } from "@partner-referrals/server/violations";
import type { Operation } from "../contract/operations.ts";
import type { Clock } from "../time/clock.ts";
import { createTextRing } from "./text-ring.ts";
import { type JournalRequest, type JournalResponse, validateRequest, validateResponse } from "./validate.ts";

/** A request as it is logged: its body becomes text when somebody reads it. */
export interface ReceivedRequest extends Omit<JournalRequest, "body"> {
  readonly bytes?: Uint8Array | undefined;
}

/** A response as it was sent. */
export interface SentResponse extends Omit<JournalResponse, "body"> {
  readonly body?: string | Uint8Array;
}

/** A request and its response. */
export interface JournalEntry {
  readonly number: number;
  /** In the sandbox's own time. */
  readonly time: string;
  readonly operationId?: string;
  readonly request: JournalRequest;
  readonly response?: JournalResponse;
  /** Where request and response violate the contract. */
  readonly violations: { readonly request: readonly Violation[]; readonly response: readonly Violation[] };
  readonly isValid: boolean;
}

/** Which entries are returned. What is left out matches all. */
export interface JournalFilter {
  readonly operationId?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly isValid?: boolean;
  /** Those after the entry with this number. */
  readonly after?: number;
  readonly limit?: number;
}

export interface Journal {
  record(
    operation: Operation | undefined,
    request: ReceivedRequest,
    response: SentResponse | undefined,
  ): void;
  /** Oldest first. Entries are validated against the contract when they are read. */
  read(filter?: JournalFilter): JournalEntry[];
  clear(): void;
  /** Replaces all entries. */
  load(entries: readonly LogEntry[]): void;
}

/** As little as possible for each request: a {@link JournalEntry} is made of it when somebody reads. */
export interface LogEntry {
  readonly number: number;
  readonly at: number;
  readonly operation: Operation | undefined;
  readonly request: ReceivedRequest;
  readonly response: SentResponse | undefined;
  readonly size: number;
}

/** Twice as many cost 50 MB under load: the garbage collector takes what lives that long for something that lasts. */
export const maxEntries = 500;
/** How many characters requests and responses may have together, so that a journal of long lists stays small. */
export const maxCharacters: number = 4 * 1024 * 1024;

export function createJournal(clock: Clock): Journal {
  let entries: (LogEntry | undefined)[] = [];
  let first = 0;
  let size = 0;
  let count = 0;
  const texts = createTextRing();
  const clear = (): void => {
    entries = [];
    first = 0;
    size = 0;
    texts.clear();
  };
  return {
    record(operation, request, response) {
      const stored =
        typeof response?.body === "string" ? { ...response, body: texts.store(response.body) } : response;
      const entry = toLogEntry(++count, clock.now(), operation, request, stored);
      entries.push(entry);
      size += entry.size;
      while (entries.length - first > maxEntries || (size > maxCharacters && entries.length - first > 1)) {
        size -= entries[first]?.size ?? 0;
        texts.drop(entries[first]?.response?.body);
        entries[first++] = undefined;
      }
      if (first > maxEntries) {
        entries = entries.slice(first);
        first = 0;
      }
    },
    read({ after = 0, limit = maxEntries, isValid, ...filter } = {}) {
      const found: JournalEntry[] = [];
      for (const logged of entries.slice(first)) {
        if (found.length >= limit) break;
        if (logged === undefined || logged.number <= after || !matches(logged, filter)) continue;
        const entry = toJournalEntry(logged);
        if (isValid === undefined || entry.isValid === isValid) found.push(entry);
      }
      return found;
    },
    clear,
    load(loaded) {
      clear();
      entries = [...loaded];
    },
  };
}

/** What is logged of a request and its response. */
export function toLogEntry(
  number: number,
  at: number,
  operation: Operation | undefined,
  request: ReceivedRequest,
  response: SentResponse | undefined,
): LogEntry {
  const size = sizeOf(request) + (response?.body?.length ?? 0);
  return { number, at, operation, request, response, size };
}

function sizeOf({ bytes, query, headers }: ReceivedRequest): number {
  let size = (bytes?.length ?? 0) + query.length;
  for (const name in headers) size += name.length + (headers[name]?.length ?? 0);
  return size;
}

function matches({ operation, request, response }: LogEntry, wanted: JournalFilter): boolean {
  if (wanted.operationId !== undefined && wanted.operationId !== operation?.id) return false;
  if (wanted.method !== undefined && wanted.method.toUpperCase() !== request.method) return false;
  if (wanted.path !== undefined && wanted.path !== request.path) return false;
  return wanted.status === undefined || wanted.status === response?.status;
}

function toJournalEntry({
  number,
  at,
  operation,
  request: received,
  response: sent,
}: LogEntry): JournalEntry {
  const response = sent && toText(sent);
  const { bytes, headers: receivedHeaders, ...line } = received;
  const { authorization: _, ...headers } = receivedHeaders;
  const shown = { ...line, headers, ...(bytes && { body: new TextDecoder().decode(bytes) }) };
  const violations = {
    request: validateRequest(operation, shown),
    response: response === undefined ? [] : validateResponse(operation, response),
  };
  return {
    number,
    time: new Date(at).toISOString(),
    ...(operation && { operationId: operation.id }),
    request: shown,
    ...(response && { response }),
    violations,
    isValid: violations.request.length + violations.response.length === 0,
  };
}

function toText({ body, ...rest }: SentResponse): JournalResponse {
  if (body === undefined) return rest;
  return { ...rest, body: typeof body === "string" ? body : new TextDecoder().decode(body) };
}
