import type { Comparator } from "../store/condition.ts";

/** A literal of a filter. */
export interface Literal {
  readonly type: "literal";
  readonly kind: "string" | "number" | "boolean" | "null" | "guid" | "date";
  readonly value: string | number | boolean | null;
  readonly position: number;
}

/** A property, or one of an object inside another; the first segment may be the variable of a lambda. */
export interface Path {
  readonly type: "path";
  readonly segments: readonly string[];
  readonly position: number;
}

export interface Call {
  readonly type: "call";
  readonly name: string;
  readonly arguments: readonly Expression[];
  readonly position: number;
}

export interface Comparison {
  readonly type: "comparison";
  readonly operator: Comparator;
  readonly left: Expression;
  readonly right: Expression;
  readonly position: number;
}

export interface InExpression {
  readonly type: "in";
  readonly operand: Expression;
  readonly items: readonly Literal[];
  readonly position: number;
}

/** Operands joined by `and` or by `or`. */
export interface LogicalExpression {
  readonly type: "and" | "or";
  readonly operands: readonly Expression[];
  readonly position: number;
}

export interface NotExpression {
  readonly type: "not";
  readonly operand: Expression;
  readonly position: number;
}

export interface Lambda {
  readonly type: "lambda";
  readonly quantifier: "any" | "all";
  readonly collection: Path;
  /** Absent in `any()`, which asks whether there are items. */
  readonly condition?: { readonly variable: string; readonly expression: Expression };
  readonly position: number;
}

/** A parsed `$filter`. Positions are in characters, from 0. */
export type Expression =
  | Literal
  | Path
  | Call
  | Comparison
  | InExpression
  | LogicalExpression
  | NotExpression
  | Lambda;

/** A mistake in an expression. */
export class ODataSyntaxError extends Error {
  /** In characters, from 0. */
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}
