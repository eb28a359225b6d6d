import { ODataSyntaxError } from "./syntax.ts";

export interface Token {
  readonly kind: "string" | "guid" | "date" | "number" | "name" | "punctuation" | "end";
  /** As written. */
  readonly text: string;
  readonly position: number;
}

// The first that fits wins: a GUID may begin like a number or a name.
const patterns: readonly [Token["kind"], RegExp][] = [
  ["string", /'(?:[^']|'')*'/y],
  ["guid", /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?![\w-])/iy],
  ["date", /\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d))?(?![\w:-])/iy],
  ["number", /[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])/iy],
  ["name", /[\p{L}_$@][\p{L}\p{N}_.]*/uy],
  ["punctuation", /[(),/:]/y],
];

/**
 * Splits an expression into tokens.
 *
 * @throws a {@link ODataSyntaxError} at what cannot be the beginning of a token.
 */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let position = skipSpace(source, 0);
  while (position < source.length) {
    const token = readToken(source, position);
    tokens.push(token);
    position = skipSpace(source, position + token.text.length);
  }
  tokens.push({ kind: "end", text: "", position: source.length });
  return tokens;
}

function readToken(source: string, position: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return { kind, text, position };
  }
  const isOpenString = source[position] === "'";
  throw new ODataSyntaxError(
    isOpenString ? "this string does not end" : "this character has no meaning here",
    position,
  );
}

function skipSpace(source: string, start: number): number {
  let position = start;
  while (source[position] === " " || source[position] === "\t") position++;
  return position;
}
