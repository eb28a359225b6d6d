import ts from "typescript";

const { factory } = ts;

/**
 * The types of `components.schemas`, each as an export of its own.
 *
 * openapi-typescript refers to schemas as `components["schemas"]["Referral"]`, which editors and error messages then
 * show. With names of our own they show `Referral`, and nothing public depends on the generator's layout.
 */
export function hoistSchemaTypes(statements: ts.Node[]): ts.Node[] {
  return statements
    .filter(ts.isInterfaceDeclaration)
    .filter(({ name }) => name.text === "components")
    .flatMap(({ members }) => members.filter((member) => isProperty(member, "schemas")))
    .flatMap(({ type }) => membersOf(type))
    .map((schema) => ts.transform(declaration(schema), [useNames]).transformed[0] ?? schema);
}

type Property = ts.PropertySignature & { type: ts.TypeNode };

function isProperty(member: ts.TypeElement, name: string): member is Property {
  return ts.isPropertySignature(member) && member.type !== undefined && nameOf(member) === name;
}

function membersOf(type: ts.TypeNode): Property[] {
  if (!ts.isTypeLiteralNode(type)) throw new Error("components.schemas is not an object type.");
  return type.members.map((member) => {
    if (!ts.isPropertySignature(member) || !member.type) throw new Error("A schema has no type.");
    // A cast, because narrowing a property does not narrow the object that has it.
    return member as Property;
  });
}

function nameOf(member: ts.TypeElement): string {
  if (!member.name || !(ts.isIdentifier(member.name) || ts.isStringLiteral(member.name))) {
    throw new Error("A member has no plain name.");
  }
  return member.name.text;
}

function declaration(schema: Property): ts.Node {
  const name = nameOf(schema);
  const exported = [factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  const node = ts.isTypeLiteralNode(schema.type)
    ? factory.createInterfaceDeclaration(exported, name, undefined, undefined, schema.type.members)
    : factory.createTypeAliasDeclaration(exported, name, undefined, schema.type);
  return ts.setSyntheticLeadingComments(node, ts.getSyntheticLeadingComments(schema));
}

/** Replaces `components["schemas"]["X"]` by `X`. */
function useNames(context: ts.TransformationContext): ts.Transformer<ts.Node> {
  const visit = (node: ts.Node): ts.Node => {
    const name = schemaName(node);
    return name === undefined
      ? ts.visitEachChild(node, visit, context)
      : factory.createTypeReferenceNode(name);
  };
  return visit;
}

function schemaName(node: ts.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined;
  const { objectType: root, indexType: section } = node.objectType;
  if (!ts.isTypeReferenceNode(root) || !ts.isIdentifier(root.typeName)) return undefined;
  if (root.typeName.text !== "components" || literal(section) !== "schemas") return undefined;
  return literal(node.indexType);
}

function literal(node: ts.TypeNode): string | undefined {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : undefined;
}
