import type { Comparator } from "../store/condition.ts";
import { createReader, type Reader } from "./reader.ts";
import { type Expression, type Literal, ODataSyntaxError, type Path } from "./syntax.ts";

/** One key of an `$orderby`. */
export interface OrderByKey {
  readonly path: Path;
  readonly descending: boolean;
}

const comparators: readonly string[] = ["eq", "ne", "gt", "ge", "lt", "le"] satisfies Comparator[];
/** An expression that is nested deeper is rejected. */
const maxDepth = 50;

/**
 * Parses a `$filter` (OData 4.01, part 2, section 5.1.1) as far as filters on referrals need it: comparisons, `in`,
 * `and`, `or`, `not`, parentheses, functions, and `any` and `all`.
 *
 * @throws a {@link ODataSyntaxError} where the expression goes wrong.
 */
export function parseFilter(source: string): Expression {
  const reader = createReader(source);
  const expression = readOr(reader, 0);
  reader.expectEnd();
  return expression;
}

/** Parses an `$orderby`. */
export function parseOrderBy(source: string): OrderByKey[] {
  const reader = createReader(source);
  const keys: OrderByKey[] = [];
  do {
    const path = readPath(reader);
    const descending = reader.takeName("desc") !== undefined;
    if (!descending) reader.takeName("asc");
    keys.push({ path, descending });
  } while (reader.take(","));
  reader.expectEnd();
  return keys;
}

/** Parses a `$select`; `*` is an empty list. */
export function parseSelect(source: string): Path[] {
  if (source.trim() === "*") return [];
  const reader = createReader(source);
  const paths: Path[] = [];
  do paths.push(readPath(reader));
  while (reader.take(","));
  reader.expectEnd();
  return paths;
}

function readOr(reader: Reader, depth: number): Expression {
  return readLogical(reader, "or", () => readLogical(reader, "and", () => readNot(reader, depth)));
}

function readLogical(reader: Reader, type: "and" | "or", readOperand: () => Expression): Expression {
  const first = readOperand();
  const operands = [first];
  while (reader.takeName(type)) operands.push(readOperand());
  return operands.length === 1 ? first : { type, operands, position: first.position };
}

function readNot(reader: Reader, depth: number): Expression {
  if (depth > maxDepth)
    throw new ODataSyntaxError(`this is nested more than ${maxDepth} levels deep`, reader.peek().position);
  const not = reader.takeName("not");
  if (not !== undefined) return { type: "not", operand: readNot(reader, depth + 1), position: not.position };
  return readComparison(reader, depth);
}

function readComparison(reader: Reader, depth: number): Expression {
  const left = readOperand(reader, depth);
  const operator = reader.takeName(...comparators, "in");
  if (operator === undefined) return left;
  if (operator.text === "in")
    return { type: "in", operand: left, items: readList(reader), position: operator.position };
  // A cast, because the reader took one of the comparators.
  const comparator = operator.text as Comparator;
  const right = readOperand(reader, depth);
  return { type: "comparison", operator: comparator, left, right, position: operator.position };
}

function readList(reader: Reader): Literal[] {
  reader.expect("(");
  const items: Literal[] = [];
  do items.push(readLiteral(reader) ?? reader.fail("a value"));
  while (reader.take(","));
  reader.expect(")");
  return items;
}

function readOperand(reader: Reader, depth: number): Expression {
  const literal = readLiteral(reader);
  if (literal !== undefined) return literal;
  if (reader.take("(")) {
    const inner = readOr(reader, depth + 1);
    reader.expect(")");
    return inner;
  }
  const { kind, text: name, position } = reader.peek();
  if (kind !== "name") return reader.fail("a property, a value or a parenthesis");
  if (reader.peek(1).text !== "(") return readPathOrLambda(reader, depth);
  reader.next();
  reader.next();
  const values = [readOr(reader, depth + 1)];
  while (reader.take(",")) values.push(readOr(reader, depth + 1));
  reader.expect(")");
  return { type: "call", name, arguments: values, position };
}

function readLiteral(reader: Reader): Literal | undefined {
  const { kind, text, position } = reader.peek();
  const literal = (of: Literal["kind"], value: Literal["value"]): Literal => {
    reader.next();
    return { type: "literal", kind: of, value, position };
  };
  switch (kind) {
    case "string":
      return literal("string", text.slice(1, -1).replaceAll("''", "'"));
    case "number":
      return literal("number", Number(text));
    case "guid":
      return literal("guid", text.toLowerCase());
    case "date":
      return literal("date", text);
    case "name":
      if (text === "null") return literal("null", null);
      if (text === "true" || text === "false") return literal("boolean", text === "true");
  }
  return undefined;
}

function readPath(reader: Reader): Path {
  const { position } = reader.peek();
  const segments: string[] = [];
  do segments.push(reader.peek().kind === "name" ? reader.next().text : reader.fail("a property"));
  while (reader.take("/"));
  return { type: "path", segments, position };
}

function readPathOrLambda(reader: Reader, depth: number): Expression {
  const { position } = reader.peek();
  const segments: string[] = [];
  do {
    const { kind, text } = reader.peek();
    if (kind !== "name") return reader.fail("a property");
    reader.next();
    if ((text === "any" || text === "all") && segments.length > 0 && reader.take("(")) {
      const collection: Path = { type: "path", segments, position };
      if (text === "any" && reader.take(")"))
        return { type: "lambda", quantifier: text, collection, position };
      const variable = reader.peek();
      if (variable.kind !== "name") return reader.fail("a variable");
      reader.next();
      reader.expect(":");
      const expression = readOr(reader, depth + 1);
      reader.expect(")");
      return {
        type: "lambda",
        quantifier: text,
        collection,
        condition: { variable: variable.text, expression },
        position,
      };
    }
    segments.push(text);
  } while (reader.take("/"));
  return { type: "path", segments, position };
}
