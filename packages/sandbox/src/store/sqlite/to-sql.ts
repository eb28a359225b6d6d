import type {
  Comparator,
  Condition,
  FunctionName,
  LambdaCondition,
  Operand,
  PropertyOperand,
  Scalar,
} from "../condition.ts";
import { collectionIndexes, columns } from "./columns.ts";
import { quote } from "./database.ts";
import { type Fragment, join, wrap } from "./fragment.ts";

const comparators: Record<Comparator, string> = {
  eq: "IS",
  ne: "IS NOT",
  gt: ">",
  ge: ">=",
  lt: "<",
  le: "<=",
};

const functions: Record<FunctionName, (...values: string[]) => string> = {
  contains: (text, part) => `text_contains(${text}, ${part})`,
  startswith: (text, part) => `text_starts_with(${text}, ${part})`,
  endswith: (text, part) => `text_ends_with(${text}, ${part})`,
  tolower: (text) => `text_to_lower(${text})`,
  toupper: (text) => `text_to_upper(${text})`,
  trim: (text) => `text_trim(${text})`,
  length: (text) => `text_length(${text})`,
};

/**
 * A condition on the table of referrals, in SQL.
 *
 * In OData a comparison with null is false, where SQL has "unknown". Both leave the row out; it only matters under `not`,
 * and there unknown is made false first.
 */
export function toSql(condition: Condition): Fragment {
  return conditionToSql(condition, 0);
}

/**
 * Puts the price of reading JSON in front of a condition: a row costs by the size of its referral, if properties without a
 * column are read from it.
 *
 * @param extractions how many such properties are read besides those of the condition
 */
export function withReadingCost(condition: Fragment, extractions = 0): Fragment {
  const count = extractions + (condition.sql.match(/json_extract\(|json_each\(/g)?.length ?? 0);
  if (count === 0) return condition;
  return wrap(`(spend_reading(octet_length(referrals.doc), ${count}) AND `, condition, ")");
}

function conditionToSql(condition: Condition, depth: number): Fragment {
  switch (condition.type) {
    case "and":
    case "or":
      return join(
        condition.operands.map((operand) => conditionToSql(operand, depth)),
        condition.type === "and" ? "AND" : "OR",
      );
    case "not":
      return wrap("NOT coalesce(", conditionToSql(condition.operand, depth), ", 0)");
    case "comparison": {
      const left = operandToSql(condition.left, depth);
      const right = operandToSql(condition.right, depth);
      return {
        sql: `(${left.sql} ${comparators[condition.operator]} ${right.sql})`,
        parameters: [...left.parameters, ...right.parameters],
      };
    }
    case "in":
      return inToSql(operandToSql(condition.operand, depth), condition.values);
    case "lambda":
      return lambdaToExists(condition, depth);
    case "truth":
      return operandToSql(condition.operand, depth);
  }
}

function operandToSql(operand: Operand, depth: number): Fragment {
  switch (operand.type) {
    case "property":
      return { sql: propertyToSql(operand), parameters: [] };
    case "value":
      return { sql: "?", parameters: [toParameter(operand.value)] };
    case "condition":
      return wrap("coalesce(", conditionToSql(operand.condition, depth), ", 0)");
    case "function":
      return callToSql(
        functions[operand.name],
        operand.arguments.map((argument) => operandToSql(argument, depth)),
      );
  }
}

function toParameter(value: Scalar): string | number | null {
  return typeof value === "boolean" ? Number(value) : value;
}

/** How a property is read: from its column if it has one, otherwise from the JSON of the referral or the item. */
export function propertyToSql(property: PropertyOperand): string {
  const { path, kind, lambda } = property;
  if (path.length === 0) return sourceOf(property);
  const column = lambda === undefined ? columnOf(path) : undefined;
  if (column !== undefined) return column;
  const extracted = `json_extract(${jsonLocation(property)})`;
  if (kind === "date-time") return `timestamp(${extracted})`;
  return kind === "uuid" ? `lower(${extracted})` : extracted;
}

/** Whether a property is in every referral, so that sorting by it meets no null. */
export function isNeverNull({ path }: PropertyOperand): boolean {
  return columns.some((column) => column.isSortable && column.path === path.join("/"));
}

function columnOf(path: readonly string[]): string | undefined {
  const name = path.join("/");
  // With the table's name: inside a lambda, `json_each` has columns such as `id` and `type` too.
  if (name === "id") return "referrals.id";
  if (name === "organizationId") return "referrals.organization";
  return columns.some((column) => column.path === name) ? `referrals.${quote(name)}` : undefined;
}

function sourceOf({ lambda }: PropertyOperand): string {
  return lambda === undefined ? "referrals.doc" : `item${lambda}.value`;
}

/** The names are those of the contract's properties, which have no quotes in them. */
function jsonLocation(property: PropertyOperand): string {
  return `${sourceOf(property)}, '$${property.path.map((name) => `."${name}"`).join("")}'`;
}

function inToSql(operand: Fragment, values: readonly Scalar[]): Fragment {
  const listed = values.filter((value) => value !== null);
  const orNull = listed.length < values.length ? ` OR ${operand.sql} IS NULL` : "";
  return {
    sql: `(${operand.sql} IN (${listed.map(() => "?").join(", ")})${orNull})`,
    parameters: [
      ...operand.parameters,
      ...listed.map(toParameter),
      ...(orNull === "" ? [] : operand.parameters),
    ],
  };
}

/** A function may use an argument more than once, and each use needs its parameters. */
function callToSql(toCall: (...values: string[]) => string, values: readonly Fragment[]): Fragment {
  const parameters: Fragment["parameters"][number][] = [];
  const sql = toCall(...values.map((_, index) => `\u0000${index}\u0000`)).replaceAll(
    /\0(\d)\0/g,
    (_, index) => {
      const value = values[Number(index)];
      parameters.push(...(value?.parameters ?? []));
      return value?.sql ?? "NULL";
    },
  );
  return { sql, parameters };
}

function lambdaToExists(lambda: LambdaCondition, depth: number): Fragment {
  const { quantifier, collection, condition } = lambda;
  const indexed = depth === 0 ? lookUpMembers(lambda) : undefined;
  if (indexed !== undefined) return indexed;
  const items = `SELECT 1 FROM json_each(${jsonLocation(collection)}) AS item${depth}`;
  if (condition === undefined) return { sql: `EXISTS (${items})`, parameters: [] };
  const inner = conditionToSql(condition, depth + 1);
  // Each item costs by how much is looked at in it.
  const spend = `spend(${(1 + (inner.sql.match(/json_extract\(|json_each\(|text_/g)?.length ?? 0)) / 5})`;
  return quantifier === "any"
    ? wrap(`EXISTS (${items} WHERE ${spend} AND (`, inner, "))")
    : wrap(`NOT EXISTS (${items} WHERE ${spend} AND NOT coalesce(`, inner, ", 0))");
}

/** `any` with one `eq` on a property that the contract says is filtered by: a look into its index. */
function lookUpMembers({ quantifier, collection, condition }: LambdaCondition): Fragment | undefined {
  if (quantifier !== "any" || condition?.type !== "comparison" || condition.operator !== "eq")
    return undefined;
  const { left, right } = condition;
  if (left.type !== "property" || left.lambda !== 0) return undefined;
  if (right.type !== "value" || typeof right.value !== "string") return undefined;
  const path = [...collection.path, ...left.path].join("/");
  if (!collectionIndexes.some((index) => index.path === path)) return undefined;
  return {
    sql: "referrals.seq IN (SELECT referral FROM members WHERE path = ? AND value = ?)",
    parameters: [path, right.value],
  };
}
