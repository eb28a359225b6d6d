/** Where OpenAPI has which kind of object. Knows 3.1, and with it 3.0. */
import { httpMethods } from "../../model/operations.ts";
import { joinPointer } from "../../model/pointer.ts";

/** A JSON object that a conversion may change. */
export type Node = Record<string, unknown>;

/** The kinds of objects that conversions look at. */
export type Kind =
  | "document"
  | "info"
  | "components"
  | "pathItem"
  | "operation"
  | "callback"
  | "parameter"
  | "header"
  | "requestBody"
  | "response"
  | "link"
  | "mediaType"
  | "encoding"
  | "example"
  | "securityScheme"
  | "schema";

/** The fields of a kind that hold one object, a list of objects, or objects by name. `*` stands for every field. */
interface Fields {
  readonly one?: Readonly<Record<string, Kind>>;
  readonly list?: Readonly<Record<string, Kind>>;
  readonly map?: Readonly<Record<string, Kind>>;
  readonly every?: Kind;
}

const described: Fields = { one: { schema: "schema" }, map: { content: "mediaType", examples: "example" } };

/** Where each kind has others. */
export const fieldsOf: Readonly<Record<Kind, Fields>> = {
  document: {
    one: { info: "info", components: "components" },
    map: { paths: "pathItem", webhooks: "pathItem" },
  },
  info: {},
  components: {
    map: {
      schemas: "schema",
      responses: "response",
      parameters: "parameter",
      examples: "example",
      requestBodies: "requestBody",
      headers: "header",
      securitySchemes: "securityScheme",
      links: "link",
      callbacks: "callback",
      pathItems: "pathItem",
    },
  },
  pathItem: {
    one: Object.fromEntries(httpMethods.map((method) => [method, "operation"])),
    list: { parameters: "parameter" },
  },
  operation: {
    one: { requestBody: "requestBody" },
    list: { parameters: "parameter" },
    map: { responses: "response", callbacks: "callback" },
  },
  callback: { every: "pathItem" },
  parameter: described,
  header: described,
  requestBody: { map: { content: "mediaType" } },
  response: { map: { headers: "header", content: "mediaType", links: "link" } },
  link: {},
  mediaType: { one: { schema: "schema" }, map: { examples: "example", encoding: "encoding" } },
  encoding: { map: { headers: "header" } },
  example: {},
  securityScheme: {},
  schema: {
    one: {
      items: "schema",
      not: "schema",
      if: "schema",
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's name.
      then: "schema",
      else: "schema",
      contains: "schema",
      additionalProperties: "schema",
      unevaluatedProperties: "schema",
      unevaluatedItems: "schema",
      propertyNames: "schema",
      contentSchema: "schema",
    },
    list: { allOf: "schema", anyOf: "schema", oneOf: "schema", prefixItems: "schema" },
    map: { properties: "schema", patternProperties: "schema", dependentSchemas: "schema", $defs: "schema" },
  },
};

/** An object of a document, its kind and where it stands. */
export interface Place {
  readonly kind: Kind;
  readonly node: Node;
  readonly pointer: string;
}

/** Tells an object that can be changed from the other JSON values. */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects directly below one. Boolean schemas are not among them. */
export function childrenOf({ kind, node, pointer }: Place): Place[] {
  const { one = {}, list = {}, map = {}, every } = fieldsOf[kind];
  const found: Place[] = [];
  const add = (childKind: Kind, child: unknown, ...tokens: (string | number)[]): void => {
    if (isNode(child)) found.push({ kind: childKind, node: child, pointer: joinPointer(pointer, ...tokens) });
  };
  for (const [field, value] of Object.entries(node)) {
    if (every) add(every, value, field);
    if (Object.hasOwn(one, field)) add(one[field] as Kind, value, field);
    if (Object.hasOwn(list, field) && Array.isArray(value))
      for (const [index, child] of value.entries()) add(list[field] as Kind, child, field, index);
    if (Object.hasOwn(map, field) && isNode(value))
      for (const [name, child] of Object.entries(value))
        if (!name.startsWith("x-") || field !== "paths") add(map[field] as Kind, child, field, name);
  }
  return found;
}

/** Called for each object of a document. */
export interface Visitor {
  /** Before the objects below it. Those that it removes are not visited. */
  readonly enter?: (place: Place) => void;
  /** After the objects below it. */
  readonly leave?: (place: Place) => void;
}

/** Visits an object and all those below it. References are not followed. */
export function visit(place: Place, visitor: Visitor): void {
  visitor.enter?.(place);
  for (const child of childrenOf(place)) visit(child, visitor);
  visitor.leave?.(place);
}

/** Visits all objects of a document. */
export function visitDocument(document: Node, visitor: Visitor): void {
  visit({ kind: "document", node: document, pointer: "" }, visitor);
}
