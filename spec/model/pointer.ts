/** JSON Pointer, RFC 6901. The only place that knows how one is escaped. */
import { getOwn } from "./json.ts";

/**
 * The reference tokens of a JSON Pointer. A URI fragment, such as `#/paths/~1v2~1referrals`, is percent-decoded first.
 *
 * @throws URIError when a fragment is not valid percent-encoding.
 */
export function parsePointer(pointer: string): string[] {
  const text = pointer.startsWith("#") ? decodeURIComponent(pointer.slice(1)) : pointer;
  return text.split("/").slice(1).map(unescapeToken);
}

/** A JSON Pointer from its reference tokens. No token gives `""`, the whole document. */
export function formatPointer(tokens: readonly (string | number)[]): string {
  return tokens.map((token) => `/${escapeToken(String(token))}`).join("");
}

/** The pointer of something below another pointer. */
export function joinPointer(pointer: string, ...tokens: readonly (string | number)[]): string {
  return pointer + formatPointer(tokens);
}

/** The value that a pointer names, or undefined. */
export function getByPointer(value: unknown, pointer: string): unknown {
  return parsePointer(pointer).reduce(getOwn, value);
}

/** A name as it is written in a JSON Pointer. */
export function escapeToken(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function unescapeToken(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}
