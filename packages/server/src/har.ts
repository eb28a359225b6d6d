import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import type { JsonObject } from "@partner-referrals/spec/model";
import { createRedactor } from "./redact.ts";

/** A request and its response, as they passed. */
export interface RecordedExchange {
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly request: RecordedMessage & { readonly method: string; readonly url: URL };
  readonly response: RecordedMessage & { readonly status: number };
}

export interface RecordedMessage {
  readonly headers: Iterable<readonly [string, string]>;
  /** Empty when there is none. */
  readonly body: string;
}

/** Writes a HAR file. It is complete after every entry, so that a killed process leaves a readable file. */
export interface HarWriter {
  add(exchange: RecordedExchange): void;
  close(): void;
}

const end = "\n]}}\n";

/**
 * Opens a HAR 1.2 file for redacted traffic: it holds the contract's own names and values, and placeholders for all else.
 *
 * @throws the error of `node:fs` when the file cannot be written.
 */
export function openHar(
  file: string,
  document: JsonObject,
  creator: { readonly name: string; readonly version: string },
): HarWriter {
  const redactor = createRedactor(document);
  const descriptor = openSync(file, "w", 0o600);
  const comment = "Redacted: every value but those of the contract is a placeholder.";
  let position = write(
    `{"log":{"version":"1.2","creator":${JSON.stringify(creator)},"comment":${JSON.stringify(comment)},"entries":[`,
    0,
  );
  write(end, position);
  let isFirst = true;

  function write(text: string, at: number): number {
    return at + writeSync(descriptor, text, at);
  }

  function message({ headers, body }: RecordedMessage) {
    const redacted = [...headers].map(([name, value]) => ({ name, value: redactor.header(name, value) }));
    return {
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: redacted,
      headersSize: -1,
      bodySize: Buffer.byteLength(body),
    };
  }

  return {
    add({ startedAt, durationMs, request, response }) {
      const url = redactor.url(request.method, request.url);
      const contentType = (one: RecordedMessage) =>
        new Map([...one.headers].map(([name, value]) => [name.toLowerCase(), value])).get("content-type") ??
        "";
      const entry = {
        startedDateTime: startedAt.toISOString(),
        time: durationMs,
        request: {
          method: request.method,
          url,
          ...message(request),
          queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
          ...(request.body !== "" && {
            postData: { mimeType: contentType(request), text: redactor.body(request.body) },
          }),
        },
        response: {
          status: response.status,
          statusText: "",
          redirectURL: "",
          ...message(response),
          content: {
            size: Buffer.byteLength(response.body),
            mimeType: contentType(response),
            ...(response.body !== "" && { text: redactor.body(response.body) }),
          },
        },
        cache: {},
        timings: { send: 0, wait: durationMs, receive: 0 },
      };
      position = write(`${isFirst ? "\n" : ",\n"}${JSON.stringify(entry)}`, position);
      isFirst = false;
      ftruncateSync(descriptor, write(end, position));
    },
    close: () => closeSync(descriptor),
  };
}
