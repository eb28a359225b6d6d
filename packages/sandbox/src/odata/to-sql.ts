import type { SQLInputValue } from "node:sqlite";
import { type Kind, kindOf } from "../contract/schema-paths.ts";
import { collectionIndexes } from "../store/columns.ts";
import { normalizeTimestamp } from "../time/clock.ts";
import { functions } from "./functions.ts";
import { itemSchema, type Located, locate, type Scope } from "./properties.ts";
import { type Comparator, type Expression, type Lambda, type Literal, SyntaxFault } from "./syntax.ts";

/** A piece of SQL with a value for each of its parameters. Text of the caller is never part of the SQL. */
export interface Fragment {
  readonly sql: string;
  readonly parameters: readonly SQLInputValue[];
}

interface Value extends Fragment {
  readonly kind: Kind | "null";
  readonly literal?: Literal;
}

const operators: Record<Comparator, string> = {
  eq: "IS",
  ne: "IS NOT",
  gt: ">",
  ge: ">=",
  lt: "<",
  le: "<=",
};

/**
 * Translates a filter into a condition on the table of referrals.
 *
 * In OData a comparison with null is false, where SQL has "unknown". Both leave the row out; only under `not` it matters,
 * and there unknown is made false first.
 *
 * @throws a SyntaxFault when the contract has no such property, or values of different kinds are compared.
 */
export function toCondition(expression: Expression, scope: Scope = { variables: [] }): Fragment {
  switch (expression.type) {
    case "and":
    case "or":
      return join(
        expression.operands.map((operand) => toCondition(operand, scope)),
        expression.type.toUpperCase(),
      );
    case "not":
      return wrap("NOT coalesce(", toCondition(expression.operand, scope), ", 0)");
    case "lambda":
      return toExistence(expression, scope);
    case "comparison":
      return compare(expression.operator, expression.left, expression.right, scope);
    case "in": {
      const operand = toValue(expression.operand, scope);
      const items = expression.items.map((item) => asKind(literalValue(item), operand.kind, item.position));
      const isNull = items.some(({ kind }) => kind === "null") ? ` OR ${operand.sql} IS NULL` : "";
      const listed = items.filter(({ kind }) => kind !== "null");
      return {
        sql: `(${operand.sql} IN (${listed.map(({ sql }) => sql).join(", ")})${isNull})`,
        parameters: [
          ...operand.parameters,
          ...listed.flatMap(({ parameters }) => parameters),
          ...(isNull === "" ? [] : operand.parameters),
        ],
      };
    }
    default: {
      const value = toValue(expression, scope);
      if (value.kind !== "boolean") throw new SyntaxFault("this is no condition", expression.position);
      return value;
    }
  }
}

function toValue(expression: Expression, scope: Scope): Value {
  switch (expression.type) {
    case "literal":
      return literalValue(expression);
    case "path": {
      const { sql, kind } = locateValue(expression, scope);
      return { sql, kind, parameters: [] };
    }
    case "call":
      return call(expression.name, expression.arguments, expression.position, scope);
    default:
      return { ...wrap("coalesce(", toCondition(expression, scope), ", 0)"), kind: "boolean" };
  }
}

function locateValue(expression: Extract<Expression, { type: "path" }>, scope: Scope): Located {
  const located = locate(expression, scope);
  const kind = located.kind === "any" ? kindOf(located.schema) : located.kind;
  if (kind === "object" || kind === "array")
    throw new SyntaxFault(`${expression.segments.join("/")} is no single value`, expression.position);
  return { ...located, kind };
}

function literalValue(literal: Literal): Value {
  const { kind, value } = literal;
  const kinds = {
    string: "string",
    number: "number",
    boolean: "boolean",
    guid: "uuid",
    date: "date-time",
    null: "null",
  };
  const parameter =
    kind === "date" ? normalizeTimestamp(String(value)) : typeof value === "boolean" ? Number(value) : value;
  if (parameter === undefined) throw new SyntaxFault("there is no such date", literal.position);
  // A cast, because the compiler does not see that the table has kinds only.
  return { sql: "?", parameters: [parameter], kind: kinds[kind] as Value["kind"], literal };
}

function compare(operator: Comparator, left: Expression, right: Expression, scope: Scope): Fragment {
  const a = toValue(left, scope);
  const b = toValue(right, scope);
  const [x, y] = [asKind(a, b.kind, left.position), asKind(b, a.kind, right.position)];
  const isOrder = operator !== "eq" && operator !== "ne";
  if (isOrder && (x.kind === "boolean" || y.kind === "boolean"))
    throw new SyntaxFault(`${operator} does not compare booleans`, right.position);
  return {
    sql: `(${x.sql} ${operators[operator]} ${y.sql})`,
    parameters: [...x.parameters, ...y.parameters],
  };
}

/** A literal in the form that values of this kind are compared in: GUIDs and dates may be quoted. */
function asKind(value: Value, kind: Value["kind"], position: number): Value {
  const { literal } = value;
  if (
    value.kind === kind ||
    value.kind === "null" ||
    kind === "null" ||
    kind === "any" ||
    value.kind === "any"
  )
    return value;
  const isText = (of: Value["kind"]) => of === "string" || of === "uuid";
  if (isText(kind) && isText(value.kind)) {
    const text = String(literal?.value);
    return literal && kind === "uuid"
      ? { ...value, kind, parameters: [text.toLowerCase()] }
      : { ...value, kind };
  }
  // The other side is the literal, and is brought into form there.
  if (literal === undefined) return value;
  if (kind === "date-time" && literal.kind === "string") {
    const timestamp = normalizeTimestamp(String(literal.value));
    if (timestamp !== undefined) return { ...value, kind, parameters: [timestamp] };
  }
  throw new SyntaxFault(`expected ${kind === "uuid" ? "a GUID" : `a ${kind}`} to compare with`, position);
}

function call(name: string, given: readonly Expression[], position: number, scope: Scope): Value {
  const called = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (called === undefined)
    throw new SyntaxFault(
      `there is no function ${name}; known are ${Object.keys(functions).join(", ")}`,
      position,
    );
  if (given.length !== called.takes)
    throw new SyntaxFault(`${name} takes ${called.takes} values, not ${given.length}`, position);
  const values = given.map((argument) => {
    const value = toValue(argument, scope);
    if (!["string", "uuid", "any", "null"].includes(value.kind))
      throw new SyntaxFault(`${name} takes strings`, argument.position);
    return value;
  });
  // An argument may stand in the SQL more than once, so each gets numbered placeholders to be filled in their order.
  const sql = called.sql(...values.map((_, index) => `\u0000${index}\u0000`));
  const parameters: SQLInputValue[] = [];
  const filled = sql.replaceAll(/\0(\d)\0/g, (_, index) => {
    const value = values[Number(index)];
    parameters.push(...(value?.parameters ?? []));
    return value?.sql ?? "NULL";
  });
  return { sql: filled, parameters, kind: called.gives };
}

function toExistence({ quantifier, collection, condition }: Lambda, scope: Scope): Fragment {
  const located = locate(collection, scope);
  const schema = itemSchema(collection, located);
  const alias = `item${scope.variables.length}`;
  const from = `SELECT 1 FROM json_each(${located.json}) AS ${alias}`;
  if (condition === undefined) return { sql: `EXISTS (${from})`, parameters: [] };
  const { variable, expression } = condition;
  const indexed =
    quantifier === "any" && scope.variables.length === 0
      ? fromIndex(collection.segments, condition)
      : undefined;
  if (indexed !== undefined) return indexed;
  const inner = toCondition(expression, {
    variables: [...scope.variables, { name: variable, item: `${alias}.value`, schema }],
  });
  return quantifier === "any"
    ? wrap(`EXISTS (${from} WHERE `, inner, ")")
    : wrap(`NOT EXISTS (${from} WHERE NOT coalesce(`, inner, ", 0))");
}

/** `any` with one `eq` on a property that the contract says is filtered by: a look into its index. */
function fromIndex(
  collection: readonly string[],
  { variable, expression }: NonNullable<Lambda["condition"]>,
): Fragment | undefined {
  if (expression.type !== "comparison" || expression.operator !== "eq") return undefined;
  const { left, right } = expression;
  if (left.type !== "path" || right.type !== "literal" || right.kind !== "string") return undefined;
  const [first, ...segments] = left.segments;
  const path = [...collection, ...segments].join("/");
  if (first !== variable || !collectionIndexes.some((index) => index.path === path)) return undefined;
  return {
    sql: "seq IN (SELECT referral FROM members WHERE path = ? AND value = ?)",
    parameters: [path, String(right.value)],
  };
}

function wrap(before: string, { sql, parameters }: Fragment, after: string): Fragment {
  return { sql: before + sql + after, parameters };
}

/** Joins in a balanced way: SQLite limits how deep an expression is, not how long. */
export function join(fragments: readonly Fragment[], operator: string): Fragment {
  const [first] = fragments;
  if (first === undefined) return { sql: "1", parameters: [] };
  if (fragments.length === 1) return first;
  const middle = fragments.length >> 1;
  const [left, right] = [join(fragments.slice(0, middle), operator), join(fragments.slice(middle), operator)];
  return {
    sql: `(${left.sql} ${operator} ${right.sql})`,
    parameters: [...left.parameters, ...right.parameters],
  };
}
