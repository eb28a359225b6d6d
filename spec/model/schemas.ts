/** What the schemas of a document say: properties, kinds, known values, and which properties can be written or queried. */
import { componentNamed, refName, resolveObject } from "./document.ts";
import { entriesOf, getIn, isObject, itemsIn, type JsonObject, textIn } from "./json.ts";
import { formatPointer } from "./pointer.ts";

/** What a property holds, as far as filters and patches care. */
export type Kind = "string" | "number" | "boolean" | "date-time" | "uuid" | "object" | "array" | "any";

/** A declared property of an object schema. */
export interface Property {
  readonly name: string;
  readonly kind: Kind;
  readonly required: boolean;
  readonly readOnly: boolean;
  /** False when it can be set on creation only (`x-ms-mutability` without `update`). */
  readonly updatable: boolean;
  readonly description: string | undefined;
  /** As it is declared, maybe a `$ref`. */
  readonly node: JsonObject;
  /** The schema behind it. */
  readonly schema: JsonObject;
}

/** The names of the component schemas, in the order of the document. */
export function schemaNames(document: JsonObject): string[] {
  return entriesOf(getIn(document, "components", "schemas")).map(([name]) => name);
}

/** A component schema. @throws Error when there is none of that name. */
export function schemaNamed(document: JsonObject, name: string): JsonObject {
  return componentNamed(document, "schemas", name);
}

/** The properties of an object schema by name, those of `allOf` and of its alternatives among them. */
export function propertiesOf(document: JsonObject, schema: unknown): Map<string, Property> {
  const found = new Map<string, Property>();
  for (const part of partsOf(document, schema)) {
    const required = itemsIn(part.required);
    for (const [name, value] of entriesOf(part.properties)) {
      if (isObject(value)) found.set(name, readProperty(document, name, value, required.includes(name)));
    }
  }
  return found;
}

/** One property of an object schema. */
export function propertyOf(document: JsonObject, schema: unknown, name: string): Property | undefined {
  return propertiesOf(document, schema).get(name);
}

/** The property at a path of names. Arrays on the way are entered: `team/email` is the `email` of a team's members. */
export function propertyAt(
  document: JsonObject,
  schema: unknown,
  path: readonly string[],
): Property | undefined {
  let property: Property | undefined;
  let current = schema;
  for (const name of path) {
    property = propertyOf(document, itemsOf(document, current) ?? current, name);
    if (!property) return undefined;
    current = property.node;
  }
  return property;
}

/** The schema of an array's items, also of an array that may be null. */
export function itemsOf(document: JsonObject, schema: unknown): JsonObject | undefined {
  return partsOf(document, schema)
    .map(({ items }) => items)
    .find(isObject);
}

/** The kind of value that a schema describes. `any` when it leaves that open. */
export function kindOf(document: JsonObject, schema: unknown): Kind {
  for (const { type, format } of partsOf(document, schema)) {
    if (format === "date-time" || format === "uuid") return format;
    const [name] = [type].flat().filter((one) => one !== "null");
    if (name === "integer") return "number";
    if (name === "string" || name === "number" || name === "boolean" || name === "object" || name === "array")
      return name;
  }
  return "any";
}

/** The values that a schema lists, whether others are allowed beside them or not. */
export function knownValues(document: JsonObject, schema: unknown): string[] {
  const values = partsOf(document, schema).flatMap((part) => [
    ...itemsIn(part.enum),
    ...itemsIn(part["x-extensible-enum"]),
  ]);
  return [...new Set(values.filter((value) => typeof value === "string"))];
}

/** Whether a schema lists values and allows any other string beside them. */
export function isOpenEnum(document: JsonObject, schema: unknown): boolean {
  const parts = partsOf(document, schema);
  if (parts.some((part) => Array.isArray(part["x-extensible-enum"]))) return true;
  const isPlainString = (part: JsonObject) => part.type === "string" && part.enum === undefined;
  return knownValues(document, schema).length > 0 && parts.some(isPlainString);
}

/** What the contract says of each known value of a schema. */
export function valueDescriptions(document: JsonObject, schema: unknown): Map<string, string> {
  return new Map(
    partsOf(document, schema).flatMap((part) =>
      entriesOf(part["x-enumDescriptions"]).map(([value, text]): [string, string] => [value, String(text)]),
    ),
  );
}

/** A property somewhere below a schema. */
export interface NestedProperty extends Property {
  /** Names from the schema down; `[]` stands for an array's items. */
  readonly path: readonly string[];
}

/**
 * All properties below a schema, parents first. A component that contains itself is entered once.
 *
 * @param enter whether to look inside a component; by default every one
 */
export function nestedProperties(
  document: JsonObject,
  schema: unknown,
  enter: (componentName: string) => boolean = () => true,
): NestedProperty[] {
  return listBelow(document, schema, [], [], enter);
}

/** The paths of all properties below a schema: dots lead into objects, `[]` into arrays, such as `team[].email`. */
export function propertyPaths(
  document: JsonObject,
  schema: unknown,
  enter?: (componentName: string) => boolean,
): string[] {
  return nestedProperties(document, schema, enter).map(({ path }) => path.join(".").replaceAll(".[]", "[]"));
}

/** JSON Pointers to the properties below a component that only the service sets, outermost first; arrays are not entered. */
export function readOnlyPaths(document: JsonObject, name: string): string[] {
  return outermost(document, name, ({ readOnly }) => readOnly);
}

/** JSON Pointers to the properties below a component that cannot change after creation; arrays are not entered. */
export function immutablePaths(document: JsonObject, name: string): string[] {
  return outermost(document, name, ({ updatable }) => !updatable);
}

/** JSON Pointers to the top-level properties that a patch may name (`x-writable-paths`). */
export function writablePaths(document: JsonObject): string[] {
  return schemaNames(document).flatMap((name) =>
    [...propertiesOf(document, schemaNamed(document, name)).values()].flatMap(({ schema }) =>
      itemsIn(schema["x-writable-paths"]).map(String),
    ),
  );
}

/** What `$filter` may name: paths with slashes, such as `details/dealValue`. */
export function filterableProperties(document: JsonObject): string[] {
  return listedByParameters(document, "x-filterable");
}

/** What `$orderby` may name. */
export function sortableProperties(document: JsonObject): string[] {
  return listedByParameters(document, "x-sortable");
}

function listedByParameters(document: JsonObject, extension: string): string[] {
  return entriesOf(getIn(document, "components", "parameters")).flatMap(([, parameter]) =>
    itemsIn(resolveObject(document, parameter)[extension]).map(String),
  );
}

/** A schema, and those that it is put together from with `allOf`, `anyOf` and `oneOf`. */
function partsOf(document: JsonObject, schema: unknown, outer: readonly JsonObject[] = []): JsonObject[] {
  const node = resolveObject(document, schema);
  if (outer.includes(node)) return [];
  const inner = [node.allOf, node.anyOf, node.oneOf].flatMap(itemsIn);
  return [node, ...inner.flatMap((part) => partsOf(document, part, [...outer, node]))];
}

function readProperty(document: JsonObject, name: string, node: JsonObject, required: boolean): Property {
  const schema = resolveObject(document, node);
  const mutability = node["x-ms-mutability"] ?? schema["x-ms-mutability"];
  return {
    name,
    kind: kindOf(document, node),
    required,
    readOnly: (node.readOnly ?? schema.readOnly) === true,
    updatable: !Array.isArray(mutability) || mutability.includes("update"),
    description: textIn(node.description) ?? textIn(schema.description),
    node,
    schema,
  };
}

function outermost(document: JsonObject, name: string, matches: (property: Property) => boolean): string[] {
  return below([], schemaNamed(document, name), [schemaNamed(document, name)]);

  function below(path: readonly string[], schema: unknown, outer: readonly JsonObject[]): string[] {
    return [...propertiesOf(document, schema).values()].flatMap((property) => {
      const here = [...path, property.name];
      if (matches(property)) return [formatPointer(here)];
      if (outer.includes(property.schema)) return [];
      return below(here, property.node, [...outer, property.schema]);
    });
  }
}

function listBelow(
  document: JsonObject,
  node: unknown,
  path: readonly string[],
  outer: readonly string[],
  enter: (componentName: string) => boolean,
): NestedProperty[] {
  const reference = isObject(node) ? textIn(node.$ref) : undefined;
  const name = reference === undefined ? undefined : refName(reference);
  if (name !== undefined && (outer.includes(name) || !enter(name))) return [];
  const inside = name === undefined ? outer : [...outer, name];
  const schema = resolveObject(document, node);
  const found = [
    ...entriesOf(schema.properties).flatMap(([property, value]) => {
      if (!isObject(value)) return [];
      const here = [...path, property];
      const required = itemsIn(schema.required).includes(property);
      return [
        { ...readProperty(document, property, value, required), path: here },
        ...listBelow(document, value, here, inside, enter),
      ];
    }),
    ...listBelowItems(schema.items),
    ...[schema.allOf, schema.anyOf, schema.oneOf]
      .flatMap(itemsIn)
      .flatMap((part) => listBelow(document, part, path, inside, enter)),
  ];
  return [...new Map(found.map((property) => [property.path.join("\n"), property])).values()];

  function listBelowItems(items: unknown): NestedProperty[] {
    return items === undefined ? [] : listBelow(document, items, [...path, "[]"], inside, enter);
  }
}
