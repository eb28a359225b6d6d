import { findFault } from "./json-fault.ts";

/** JSON that is nested deeper than this is refused: validators walk it recursively. */
const deepest = 100;

/** The value of a JSON text, or where the text goes wrong. No message repeats what the text says. */
export type ParsedJson = { readonly value: unknown } | { readonly error: string };

/** Parses the bytes of a JSON body (RFC 8259: UTF-8; a byte order mark is ignored). */
export function parseJson(bytes: Uint8Array): ParsedJson {
  let source: string;
  try {
    source = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { error: "is not valid UTF-8" };
  }
  if (nestsTooDeep(source)) return { error: `is nested more than ${deepest} levels deep` };
  try {
    return { value: JSON.parse(source) };
  } catch {
    return { error: `is not valid JSON: ${locate(source, findFault(source))}` };
  }
}

function nestsTooDeep(source: string): boolean {
  // Each level takes a bracket to open and one to close.
  if (source.length < 2 * deepest) return false;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < source.length; index++) {
    const char = source[index];
    if (inString) {
      if (char === "\\") index++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "[" || char === "{") {
      depth++;
      if (depth > deepest) return true;
    } else if (char === "]" || char === "}") depth--;
  }
  return false;
}

function locate(source: string, position: number): string {
  if (position >= source.length) return "the text ends too early";
  const lines = source.slice(0, position).split("\n");
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return `unexpected character at position ${position} (line ${lines.length}, column ${column})`;
}
