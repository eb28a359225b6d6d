/** The documents of the contract, as the facts of the sources look at them. */
import { resolveObject } from "../../model/document.ts";
import { entriesOf, getIn, isObject, itemsIn, type JsonObject } from "../../model/json.ts";
import { listOperations, listWebhooks, type MediaType, type Operation } from "../../model/operations.ts";
import { getByPointer } from "../../model/pointer.ts";

/** Something in one of the documents; references in it lead into that document. */
export interface Found<T> {
  readonly document: JsonObject;
  readonly value: T;
}

export interface ContractView {
  readonly documents: readonly JsonObject[];
  readonly operations: readonly Found<Operation>[];
  /** By method and path, whatever the path's parameters are called. */
  readonly operation: (call: string) => Found<Operation> | undefined;
  readonly webhook: (name: string) => Found<Operation> | undefined;
  readonly schema: (name: string) => Found<JsonObject> | undefined;
  /** A part as EVIDENCE.md names it, `info`, or a JSON Pointer into the first document that has it. */
  readonly part: (id: string) => Found<JsonObject> | undefined;
}

/** The documents are searched in their order. */
export function viewContract(documents: readonly JsonObject[]): ContractView {
  for (const document of documents) variantsByDocument.set(document, new WeakMap());
  const find = <T>(look: (document: JsonObject) => T | undefined): Found<T> | undefined => {
    for (const document of documents) {
      const value = look(document);
      if (value !== undefined) return { document, value };
    }
    return undefined;
  };
  const listWith = (list: (document: JsonObject) => Operation[]) =>
    documents.flatMap((document) => list(document).map((value) => ({ document, value })));
  const operations = listWith(listOperations);
  const webhooks = listWith(listWebhooks);
  const byCall = new Map(operations.map((found) => [callOf(found.value), found]));
  const byId = new Map([...operations, ...webhooks].map((found) => [found.value.id, found]));
  const component = remember((kind: string, name: string) =>
    find((document) => {
      const node = resolveObject(document, getIn(document, "components", kind, name));
      return Object.keys(node).length > 0 ? node : undefined;
    }),
  );
  return {
    documents,
    operations,
    operation: (call) => byCall.get(normalizeCall(call)),
    webhook: (name) => webhooks.find(({ value }) => value.path === name),
    schema: (name) => component("schemas", name),
    part(id) {
      if (id === "info") return find((document) => (isObject(document.info) ? document.info : undefined));
      if (id.startsWith("#"))
        return find((document) => {
          const node = getByPointer(document, id);
          return isObject(node) ? node : undefined;
        });
      const [kind = "", name] = id.split("/");
      if (name !== undefined) return component(kind, name);
      const operation = byId.get(id);
      if (operation) return { document: operation.document, value: operation.value.node };
      const [schemaName = "", ...property] = id.split(".");
      const schema = component("schemas", schemaName);
      if (!schema || property.length === 0) return schema;
      const node = getIn(schema.value, "properties", property.join("."));
      return isObject(node) ? { document: schema.document, value: node } : undefined;
    },
  };
}

/** `GET /v1.0/engagements/referrals/{}`: parameters have no name in it. */
function normalizeCall(call: string): string {
  return call.replaceAll(/\{[^}]*\}/g, "{}");
}

function callOf({ method, path }: Operation): string {
  return normalizeCall(`${method.toUpperCase()} ${path}`);
}

/** The schema of a body in JSON. */
export function jsonSchemaOf(content: readonly MediaType[] | undefined): JsonObject | undefined {
  const schema = content?.find(({ name }) => name === "application/json")?.schema;
  return isObject(schema) ? schema : undefined;
}

/** What {@link variantsOf} found in a document, for as long as a view of it is in use. */
const variantsByDocument = new WeakMap<JsonObject, WeakMap<object, JsonObject[][]>>();

/** A schema and those that it is put together from: `allOf` as they are, `anyOf` and `oneOf` as alternatives. */
export function variantsOf(document: JsonObject, schema: unknown, depth = 0): JsonObject[][] {
  const known = variantsByDocument.get(document);
  const found = isObject(schema) ? known?.get(schema) : undefined;
  if (found) return found;
  const variants = listVariants(document, schema, depth);
  if (isObject(schema)) known?.set(schema, variants);
  return variants;
}

function listVariants(document: JsonObject, schema: unknown, depth: number): JsonObject[][] {
  const node = resolveObject(document, schema);
  // What stands beside a `$ref` counts, too.
  let variants: JsonObject[][] = [isObject(schema) && schema !== node ? [schema, node] : [node]];
  if (depth > maxDepth) return variants;
  for (const part of itemsIn(node.allOf)) variants = combine(variants, variantsOf(document, part, depth + 1));
  for (const alternatives of [node.anyOf, node.oneOf]) {
    const branches = itemsIn(alternatives).flatMap((part) => variantsOf(document, part, depth + 1));
    if (branches.length > 0) variants = combine(variants, branches);
  }
  return variants;
}

/** Schemas nested deeper than this contain themselves. */
export const maxDepth = 8;

function combine(left: readonly JsonObject[][], right: readonly JsonObject[][]): JsonObject[][] {
  return left.flatMap((one) => right.map((other) => [...one, ...other]));
}

/** The text of a part: its description, its summary, and what is said of its values. */
export function textOf({ document, value }: Found<JsonObject>): string {
  const node = resolveObject(document, value);
  const texts = [value.description, value.summary, node.description, node.summary];
  const described = [node, ...itemsIn(node.anyOf)].flatMap((part) =>
    entriesOf(part)
      .filter(([name]) => name.startsWith("x-enum"))
      .flatMap(([, texts]) => (isObject(texts) ? Object.values(texts) : itemsIn(texts))),
  );
  return [...texts, ...described].filter((text) => typeof text === "string").join("\n");
}

/** The function, with each of its results kept. */
function remember<T>(look: (...names: string[]) => T): (...names: string[]) => T {
  const known = new Map<string, T>();
  return (...names) => {
    const key = names.join("\n");
    const found = known.get(key);
    if (found !== undefined) return found;
    const result = look(...names);
    known.set(key, result);
    return result;
  };
}
