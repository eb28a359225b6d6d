/** What schemas say about names: which properties, items and known values a value can have. */
import {
  getOwn,
  isObject,
  isOpenEnum,
  itemsIn,
  type JsonObject,
  knownValues,
  resolve,
} from "@partner-referrals/spec/model";

/** The names that a value can have by all the schemas that apply to it. */
export interface Shape {
  readonly names: Iterable<string>;
  /** The shape of a property, made when it is asked for: a schema may contain itself. Undefined for an unknown one. */
  property(name: string): Shape | undefined;
  /** Whether any other property is unknown: some are listed, and the rest is not described. */
  readonly listsProperties: boolean;
  /** The shape of an array's items, if any are described. */
  readonly item: Shape | undefined;
  /** The known values of an open enumeration; undefined for anything else. */
  readonly openValues: ReadonlySet<string> | undefined;
  /** What the properties beside it must be for those values to be the known ones (`x-extensible-enum-when`). */
  readonly openValuesWhen: JsonObject;
  /** Whether it is an operation of a JSON Patch on a resource whose writable paths are listed. */
  readonly isPatchOperation: boolean;
}

/** Makes shapes of the schemas of a document, each once. */
export function createShapes(document: JsonObject): { of(schemas: readonly unknown[]): Shape } {
  const cache = new Map<string, Shape>();
  const ids = new WeakMap<object, number>();
  let count = 0;
  return { of: (schemas) => shapeOf(schemas, []) };

  /** @param conditional schemas that apply only if another one does: they name properties too, but do not open the object */
  function shapeOf(schemas: readonly unknown[], conditional: readonly unknown[]): Shape {
    const nodes = schemas.filter(isObject);
    const others = conditional.filter(isObject);
    const key = [nodes, others].map((list) => [...new Set(list.map(idOf))].join()).join(";");
    const cached = cache.get(key);
    if (cached) return cached;
    const shape = nodes.length > 0 ? createShape(nodes, others) : createShape(others, []);
    cache.set(key, shape);
    return shape;
  }

  function idOf(node: object): number {
    const id = ids.get(node) ?? count++;
    ids.set(node, id);
    return id;
  }

  function createShape(nodes: readonly JsonObject[], conditional: readonly JsonObject[]): Shape {
    const always = nodes.flatMap((node) => partsOf(node, []));
    const sometimes = [
      ...conditional.flatMap((node) => partsOf(node, always)),
      ...always.flatMap((part) =>
        [part.then, part.else, ...Object.values(asObject(part.dependentSchemas))].flatMap((branch) =>
          partsOf(branch, always),
        ),
      ),
    ];
    const declaredIn = (parts: readonly JsonObject[]) =>
      Map.groupBy(
        parts.flatMap((part) => Object.entries(asObject(part.properties))),
        ([name]) => name,
      );
    const declared = declaredIn([...always, ...sometimes]);
    const [declaredAlways, declaredSometimes] = [declaredIn(always), declaredIn(sometimes)];
    const isOpen = always.some(
      ({ additionalProperties: rest, patternProperties }) =>
        rest === true || isObject(rest) || patternProperties !== undefined,
    );
    const all: JsonObject = { allOf: [...nodes, ...conditional] };
    const values = isOpenEnum(document, all) ? new Set(knownValues(document, all)) : undefined;
    let item: { readonly shape: Shape | undefined } | undefined;
    const properties = new Map<string, Shape>();
    return {
      names: [...declared.keys()],
      property(name) {
        const known = properties.get(name);
        if (known !== undefined) return known;
        if (!declared.has(name)) return undefined;
        const schemasIn = (found: typeof declared) => (found.get(name) ?? []).map(([, schema]) => schema);
        const property = shapeOf(schemasIn(declaredAlways), schemasIn(declaredSometimes));
        properties.set(name, property);
        return property;
      },
      listsProperties: !isOpen && always.some((part) => isObject(part.properties)),
      get item() {
        const itemsOf = (parts: readonly JsonObject[]) => parts.map((part) => part.items).filter(isObject);
        const [items, others] = [itemsOf(always), itemsOf(sometimes)];
        item ??= { shape: items.length + others.length === 0 ? undefined : shapeOf(items, others) };
        return item.shape;
      },
      openValues: values?.size ? values : undefined,
      openValuesWhen: asObject(always.map((part) => part["x-extensible-enum-when"]).find(isObject)),
      isPatchOperation: always.some(
        ({ properties }) =>
          getOwn(resolve(document, getOwn(properties, "path")), "x-writable-paths") !== undefined,
      ),
    };
  }

  /** A schema, what it refers to, and those that it is composed of whatever the value. */
  function partsOf(schema: unknown, outer: readonly JsonObject[]): JsonObject[] {
    if (!isObject(schema) || outer.includes(schema)) return [];
    const inside = [...outer, schema];
    const inner = [schema.allOf, schema.anyOf, schema.oneOf].flatMap(itemsIn);
    const target = schema.$ref === undefined ? [] : [resolve(document, schema)];
    return [schema, ...[...target, ...inner].flatMap((part) => partsOf(part, inside))];
  }
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
