import type { IncomingMessage, ServerResponse } from "node:http";

/** The largest request body that is read, in bytes. No request of the contract comes near it. */
export const maxBodyBytes: number = 1024 * 1024;

/** JSON that is nested deeper than this is rejected: validators walk it recursively. */
const maxDepth = 100;

/** The value of a JSON text, or what is wrong with the text. */
export type ParsedJson = { readonly value: unknown } | { readonly error: string };

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Parses the bytes of a JSON body (RFC 8259: UTF-8; a byte order mark is ignored). No message repeats what the text says. */
export function parseJson(bytes: Uint8Array): ParsedJson {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { error: "is not valid UTF-8" };
  }
  if (isTooDeep(text)) return { error: `is nested more than ${maxDepth} levels deep` };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: `is not valid JSON${explain(error instanceof Error ? error.message : "")}` };
  }
}

/** What V8 says of a syntax error, without the text that it quotes. It does not name the position of every one. */
function explain(message: string): string {
  if (message.includes("end of JSON input") || message.startsWith("Unterminated"))
    return ": the text ends too early";
  const position = /position \d+ \(line \d+ column \d+\)/.exec(message)?.[0];
  return position === undefined ? ": unexpected character" : `: unexpected character at ${position}`;
}

/** Whether a JSON text is nested deeper than what {@link parseJson} takes. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > maxDepth) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}

/**
 * At least as many as the values in a JSON text: its separators and brackets, those in strings too.
 *
 * @param enough counting stops beyond it
 */
export function countValues(bytes: Uint8Array, enough: number): number {
  let count = 1;
  for (let index = 0; index < bytes.length && count <= enough; index++) {
    const byte = bytes[index];
    // , [ {
    if (byte === 0x2c || byte === 0x5b || byte === 0x7b) count++;
  }
  return count;
}

/** Whether a request announces a body. It may turn out to be empty. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/**
 * Reads a body as it came over the wire. Undefined as soon as it is known to be larger than {@link maxBodyBytes}; what
 * still comes is then discarded, so that the client gets to read the response.
 *
 * @throws Error when the client closes the connection before the end.
 */
export function readBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) return Promise.resolve(undefined);
  if (request.headers.expect !== undefined) response.writeContinue();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBodyBytes) chunks.push(chunk);
      else {
        request.off("data", onData);
        request.resume();
        resolve(undefined);
      }
    };
    request.on("data", onData);
    request.once("end", () => resolve(Buffer.concat(chunks, Math.min(size, maxBodyBytes))));
    request.once("error", reject);
    request.once("close", () =>
      reject(new Error("The client closed the connection before the body was complete.")),
    );
  });
}
