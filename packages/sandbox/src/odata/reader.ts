import { ODataSyntaxError } from "./syntax.ts";
import { type Token, tokenize } from "./tokens.ts";

/** Reads tokens one after another. */
export interface Reader {
  /** Looks at a token without consuming it. */
  peek(ahead?: number): Token;
  next(): Token;
  /** @throws a {@link ODataSyntaxError} at the next token. */
  fail(expected: string): never;
  /** Consumes a mark if it comes next. */
  take(mark: string): boolean;
  /** Consumes one of these names if it comes next. */
  takeName(...names: string[]): Token | undefined;
  expect(mark: string): void;
  expectEnd(): void;
}

export function createReader(source: string): Reader {
  const tokens = tokenize(source);
  let index = 0;
  const peek = (ahead = 0): Token => tokens[Math.min(index + ahead, tokens.length - 1)] ?? fail("nothing");
  const fail = (expected: string): never => {
    const { text, position } = tokens[index] ?? { text: "", position: source.length };
    throw new ODataSyntaxError(
      text === "" ? `${expected} is missing` : `expected ${expected}, not ${text}`,
      position,
    );
  };
  const next = (): Token => {
    const token = peek();
    index++;
    return token;
  };
  return {
    peek,
    next,
    fail,
    take: (mark: string): boolean =>
      peek().kind === "punctuation" && peek().text === mark && next() !== undefined,
    takeName: (...names: string[]): Token | undefined =>
      peek().kind === "name" && names.includes(peek().text) ? next() : undefined,
    expect(mark: string): void {
      if (!this.take(mark)) fail(mark);
    },
    expectEnd(): void {
      if (peek().kind !== "end") fail("and, or, or the end");
    },
  };
}
