import type { SchemaObject } from "openapi-typescript";
import ts from "typescript";

const { factory } = ts;

/**
 * The type of a schema that openapi-typescript would lose something of, or `undefined` to leave it alone.
 *
 * - Known values or any string: `"a" | "b" | (string & {})`, because plain `| string` swallows the known values and with
 *   them the editor's completion.
 * - A property that must be absent (`not: {}`): `never`, because openapi-typescript ignores `not`.
 */
export function transformSchema(schema: SchemaObject): ts.TypeNode | undefined {
  if ("not" in schema && isEmpty(schema.not)) {
    return factory.createKeywordTypeNode(ts.SyntaxKind.NeverKeyword);
  }
  const members = schema.anyOf ?? [];
  const isOpen = members.some((member) => "enum" in member || "$ref" in member) && members.some(isAnyString);
  if (!isOpen) return undefined;
  return factory.createUnionTypeNode(
    members.flatMap((member) => {
      if ("$ref" in member) return [reference(member.$ref)];
      if (isAnyString(member)) return [anyString()];
      if ("enum" in member && member.enum) {
        return member.enum.map((value) =>
          factory.createLiteralTypeNode(factory.createStringLiteral(String(value))),
        );
      }
      throw new Error(`An open enum has a member that is not a string: ${JSON.stringify(member)}`);
    }),
  );
}

function isEmpty(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && Object.keys(schema).length === 0;
}

function isAnyString(schema: object): boolean {
  return "type" in schema && schema.type === "string" && !("enum" in schema);
}

function anyString(): ts.TypeNode {
  const string = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  return factory.createParenthesizedType(
    factory.createIntersectionTypeNode([string, factory.createTypeLiteralNode([])]),
  );
}

function reference($ref: string): ts.TypeNode {
  return factory.createTypeReferenceNode($ref.slice($ref.lastIndexOf("/") + 1));
}
