import type { Readable } from "node:stream";
import { JSONParser } from "@streamparser/json";
import type { Exchange } from "../exchange.ts";
import { exchangeFromEntry, HarEntryError } from "./har-entry.ts";

/** Traffic that cannot be read any further. */
export class TrafficError extends Error {
  override readonly name = "TrafficError";
}

export interface ReadOptions {
  /** Called with what is wrong with an entry. Reading goes on, unless this throws. */
  readonly onBadEntry: (message: string) => void;
  /** Called now and then with the number of bytes read. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * Reads recorded traffic one exchange at a time: a HAR file, or lines of JSON of which each is a HAR entry. Memory does not
 * grow with the file.
 *
 * @throws TrafficError when the text is neither, or ends too early.
 */
export async function* readTraffic(input: Readable, options: ReadOptions): AsyncGenerator<Exchange> {
  let count = 0;
  let readable = 0;
  let bytes = 0;
  // What the parser found in the chunk that it was given last.
  const found: unknown[] = [];
  let parser: JSONParser | undefined;
  try {
    for await (const chunk of input) {
      const data = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      bytes += data.length;
      parser ??= createParser(data, (entry) => found.push(entry));
      parser.write(data);
      yield* drain();
      options.onProgress?.(bytes);
    }
    if (parser && !parser.isEnded) parser.end();
    yield* drain();
  } catch (error) {
    yield* drain();
    if (error instanceof TrafficError || !(error instanceof Error) || isOurs(error)) throw error;
    throw new TrafficError(`The traffic cannot be read after entry ${count}: it is not complete JSON.`, {
      cause: error,
    });
  }
  if (readable === 0)
    throw new TrafficError(
      "There is no traffic in it: it needs a HAR file with log.entries, or one HAR entry a line.",
    );

  function* drain(): Generator<Exchange> {
    for (const entry of found.splice(0)) {
      count += 1;
      const exchange = readEntry(entry, `entry ${count}`, options);
      if (exchange) {
        readable += 1;
        yield exchange;
      }
    }
  }
}

/** Errors that the caller threw, or that are no matter of the text. */
function isOurs(error: Error): boolean {
  return "code" in error;
}

function readEntry(entry: unknown, source: string, { onBadEntry }: ReadOptions): Exchange | undefined {
  try {
    return exchangeFromEntry(entry, source);
  } catch (error) {
    if (!(error instanceof HarEntryError)) throw error;
    onBadEntry(error.message);
    return undefined;
  }
}

/** A HAR file is one object that begins with `log`; anything else is taken for entries one after the other. */
function createParser(start: Uint8Array, onEntry: (entry: unknown) => void): JSONParser {
  const text = Buffer.from(start.subarray(0, 200)).toString("utf8");
  const isHar = /^\uFEFF?\s*\{\s*"log"\s*:/.test(text);
  const parser = isHar
    ? new JSONParser({ paths: ["$.log.entries.*"], keepStack: false })
    : new JSONParser({ paths: ["$"], separator: "", keepStack: false });
  parser.onValue = ({ value }) => onEntry(value);
  parser.onError = (error) => {
    throw error;
  };
  return parser;
}
