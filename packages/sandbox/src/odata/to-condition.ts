import type { Kind } from "../contract/schemas.ts";
import {
  type Condition,
  type FunctionName,
  functionNames,
  type Operand,
  type Scalar,
} from "../store/condition.ts";
import { normalizeTimestamp } from "../time/timestamp.ts";
import {
  referralScope,
  resolveItems,
  resolveProperty,
  resolveValue,
  type Scope,
} from "./resolve-property.ts";
import {
  type Call,
  type Comparison,
  type Expression,
  type InExpression,
  type Lambda,
  type Literal,
  ODataSyntaxError,
} from "./syntax.ts";

/** An operand and the type of its values. */
interface TypedOperand {
  readonly operand: Operand;
  readonly kind: Kind | "null";
  readonly literal?: Literal;
}

/** How many strings a function takes, and what it returns. */
interface Signature {
  readonly arity: number;
  readonly returns: Kind;
}

const signatures: Readonly<Record<FunctionName, Signature>> = {
  contains: { arity: 2, returns: "boolean" },
  startswith: { arity: 2, returns: "boolean" },
  endswith: { arity: 2, returns: "boolean" },
  tolower: { arity: 1, returns: "string" },
  toupper: { arity: 1, returns: "string" },
  trim: { arity: 1, returns: "string" },
  length: { arity: 1, returns: "number" },
};

const literalKinds: Readonly<Record<Literal["kind"], TypedOperand["kind"]>> = {
  string: "string",
  number: "number",
  boolean: "boolean",
  guid: "uuid",
  date: "date-time",
  null: "null",
};

/**
 * Checks the names and types of a filter against the contract.
 *
 * @throws an {@link ODataSyntaxError} when the contract has no such property, or values of different types are compared.
 */
export function toCondition(expression: Expression, scope: Scope = referralScope): Condition {
  switch (expression.type) {
    case "and":
    case "or":
      return { type: expression.type, operands: expression.operands.map((one) => toCondition(one, scope)) };
    case "not":
      return { type: "not", operand: toCondition(expression.operand, scope) };
    case "lambda":
      return lambdaCondition(expression, scope);
    case "comparison":
      return comparisonCondition(expression, scope);
    case "in":
      return inCondition(expression, scope);
    default: {
      const { operand, kind } = toOperand(expression, scope);
      if (kind !== "boolean") throw new ODataSyntaxError("this is not a condition", expression.position);
      return { type: "truth", operand };
    }
  }
}

function toOperand(expression: Expression, scope: Scope): TypedOperand {
  switch (expression.type) {
    case "literal":
      return literalOperand(expression);
    case "path": {
      const operand = resolveValue(expression, scope);
      return { operand, kind: operand.kind };
    }
    case "call":
      return callOperand(expression, scope);
    default:
      return {
        operand: { type: "condition", condition: toCondition(expression, scope) },
        kind: "boolean",
      };
  }
}

function literalOperand(literal: Literal): TypedOperand {
  const value = literal.kind === "date" ? normalizeTimestamp(String(literal.value)) : literal.value;
  if (value === undefined) throw new ODataSyntaxError("there is no such date", literal.position);
  return { operand: { type: "value", value }, kind: literalKinds[literal.kind], literal };
}

function comparisonCondition({ operator, left, right }: Comparison, scope: Scope): Condition {
  const a = toOperand(left, scope);
  const b = toOperand(right, scope);
  const [x, y] = [convertTo(a, b.kind, left.position), convertTo(b, a.kind, right.position)];
  const isOrder = operator !== "eq" && operator !== "ne";
  if (isOrder && (x.kind === "boolean" || y.kind === "boolean"))
    throw new ODataSyntaxError(`${operator} does not compare booleans`, right.position);
  return { type: "comparison", operator, left: x.operand, right: y.operand };
}

function inCondition({ operand: tested, items }: InExpression, scope: Scope): Condition {
  const { operand, kind } = toOperand(tested, scope);
  const values = items.map((item): Scalar => {
    const converted = convertTo(literalOperand(item), kind, item.position).operand;
    return converted.type === "value" ? converted.value : null;
  });
  return { type: "in", operand, values };
}

/** A literal in the form in which values of this kind are compared: GUIDs and dates may be quoted. */
function convertTo(value: TypedOperand, kind: TypedOperand["kind"], position: number): TypedOperand {
  const { literal } = value;
  const isOpen = (one: TypedOperand["kind"]) => one === "null" || one === "any";
  if (value.kind === kind || isOpen(value.kind) || isOpen(kind)) return value;
  if (isText(kind) && isText(value.kind)) {
    if (!literal || kind !== "uuid") return { ...value, kind };
    return { ...value, kind, operand: { type: "value", value: String(literal.value).toLowerCase() } };
  }
  // The other side is the literal, and is converted there.
  if (literal === undefined) return value;
  if (kind === "date-time" && literal.kind === "string") {
    const timestamp = normalizeTimestamp(String(literal.value));
    if (timestamp !== undefined) return { ...value, kind, operand: { type: "value", value: timestamp } };
  }
  throw new ODataSyntaxError(
    `expected ${kind === "uuid" ? "a GUID" : `a ${kind}`} to compare with`,
    position,
  );
}

function isText(kind: TypedOperand["kind"]): boolean {
  return kind === "string" || kind === "uuid";
}

function callOperand({ name, arguments: given, position }: Call, scope: Scope): TypedOperand {
  const known = functionNames.find((candidate) => candidate === name);
  if (known === undefined)
    throw new ODataSyntaxError(
      `there is no function ${name}; known are ${functionNames.join(", ")}`,
      position,
    );
  const { arity, returns } = signatures[known];
  if (given.length !== arity)
    throw new ODataSyntaxError(`${name} takes ${arity} values, not ${given.length}`, position);
  const values = given.map((argument) => {
    const { operand, kind } = toOperand(argument, scope);
    if (!["string", "uuid", "any", "null"].includes(kind))
      throw new ODataSyntaxError(`${name} takes strings`, argument.position);
    return operand;
  });
  return { operand: { type: "function", name: known, arguments: values }, kind: returns };
}

/** Each lambda inside another one multiplies the work by the number of items. */
const maxLambdaDepth = 5;

function lambdaCondition(lambda: Lambda, scope: Scope): Condition {
  const { quantifier, collection, condition, position } = lambda;
  if (scope.variables.length >= maxLambdaDepth)
    throw new ODataSyntaxError(`any and all are nested more than ${maxLambdaDepth} levels deep`, position);
  const resolved = resolveProperty(collection, scope);
  const schema = resolveItems(collection, resolved);
  const { operand } = resolved;
  if (condition === undefined) return { type: "lambda", quantifier, collection: operand };
  const inner: Scope = { variables: [...scope.variables, { name: condition.variable, schema }] };
  return {
    type: "lambda",
    quantifier,
    collection: operand,
    condition: toCondition(condition.expression, inner),
  };
}
