import { itemsIn } from "@partner-referrals/spec/model";
import type { SchemaObject } from "openapi-typescript";
import ts from "typescript";

const { factory } = ts;

/**
 * The type of a schema that openapi-typescript would lose something of, or `undefined` to leave it alone.
 *
 * - An open enumeration: `"a" | "b" | (string & {})`, because plain `| string` swallows the known values and with them the
 *   editor's completion.
 * - A property that must be absent (`not: {}`): `never`, because openapi-typescript ignores `not`.
 */
export function transformSchema(schema: SchemaObject): ts.TypeNode | undefined {
  if ("not" in schema && isEmpty(schema.not)) {
    return factory.createKeywordTypeNode(ts.SyntaxKind.NeverKeyword);
  }
  const values = "x-extensible-enum" in schema ? itemsIn(schema["x-extensible-enum"]) : [];
  if (values.length === 0) return undefined;
  const known = values.map((value) =>
    factory.createLiteralTypeNode(factory.createStringLiteral(String(value))),
  );
  return factory.createUnionTypeNode([...known, anyString()]);
}

function isEmpty(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && Object.keys(schema).length === 0;
}

function anyString(): ts.TypeNode {
  const string = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  return factory.createParenthesizedType(
    factory.createIntersectionTypeNode([string, factory.createTypeLiteralNode([])]),
  );
}
