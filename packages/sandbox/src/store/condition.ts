import type { Kind } from "../contract/schemas.ts";

/** Which referrals are meant, in terms that every store can evaluate. Names and types have been checked. */
export type Condition =
  | { readonly type: "and" | "or"; readonly operands: readonly Condition[] }
  | { readonly type: "not"; readonly operand: Condition }
  | ComparisonCondition
  | InCondition
  | LambdaCondition
  /** A value that is true or false. */
  | { readonly type: "truth"; readonly operand: Operand };

export type Comparator = "eq" | "ne" | "gt" | "ge" | "lt" | "le";

/** As in OData: `eq` and `ne` compare with null too, any other comparison with null is false. */
export interface ComparisonCondition {
  readonly type: "comparison";
  readonly operator: Comparator;
  readonly left: Operand;
  readonly right: Operand;
}

export interface InCondition {
  readonly type: "in";
  readonly operand: Operand;
  readonly values: readonly Scalar[];
}

/** Whether a condition holds for any or for all items of a collection. Without a condition: whether there are items. */
export interface LambdaCondition {
  readonly type: "lambda";
  readonly quantifier: "any" | "all";
  readonly collection: PropertyOperand;
  readonly condition?: Condition;
}

export type Operand =
  | PropertyOperand
  | { readonly type: "value"; readonly value: Scalar }
  | { readonly type: "function"; readonly name: FunctionName; readonly arguments: readonly Operand[] }
  | { readonly type: "condition"; readonly condition: Condition };

/** A property of the referral, or of an item that a lambda goes through. */
export interface PropertyOperand {
  readonly type: "property";
  readonly path: readonly string[];
  readonly kind: Kind;
  /** Which lambda's item it belongs to: 0 is the outermost one. Without it, it is a property of the referral. */
  readonly lambda?: number;
}

/** Timestamps are normalized and GUIDs in lower case. */
export type Scalar = string | number | boolean | null;

export const functionNames = [
  "contains",
  "startswith",
  "endswith",
  "tolower",
  "toupper",
  "trim",
  "length",
] as const;
export type FunctionName = (typeof functionNames)[number];
