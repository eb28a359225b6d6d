/** JSON that is nested deeper than this is refused: it is walked recursively. */
const deepest = 100;

/** The value of a JSON text, or what is wrong with the text. */
export type ParsedJson = { readonly value: unknown } | { readonly error: string };

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Parses the bytes of a JSON body (RFC 8259). No message repeats what the text says. */
export function parseJson(bytes: Uint8Array): ParsedJson {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { error: "is not valid UTF-8" };
  }
  if (isTooDeep(text)) return { error: `is nested more than ${deepest} levels deep` };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    return {
      error: `is not valid JSON${position === undefined ? "" : `: unexpected character at position ${position}`}`,
    };
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > deepest) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}
