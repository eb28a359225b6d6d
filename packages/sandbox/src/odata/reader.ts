import { SyntaxFault } from "./syntax.ts";
import { type Token, tokenize } from "./tokens.ts";

/** Reads tokens one after the other. */
export interface Reader {
  /** A token that is still to come. */
  peek(ahead?: number): Token;
  next(): Token;
  /** @throws a {@link SyntaxFault} at the next token. */
  fail(expected: string): never;
  /** Takes a mark if it comes next. */
  take(mark: string): boolean;
  /** Takes one of these names if it comes next. */
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
    throw new SyntaxFault(
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
