/** The contract with more operations and schemas than it has. */
import type { JsonObject } from "@partner-referrals/spec/model";

interface Parts {
  readonly paths: JsonObject;
  readonly schemas: JsonObject;
}

/**
 * A copy of `document` with `times` as many paths and schemas. Each set of copies refers to its own schemas, its paths begin
 * with `/copy<number>`, and its names end in `Copy<number>`, so that tools have nothing to share.
 */
export function growContract(document: JsonObject, times: number): JsonObject {
  const parts = partsOf(document);
  const copies = copiesOf(parts, times);
  const paths = Object.assign({}, parts.paths, ...copies.map((copy) => copy.paths));
  return withSchemas({ ...document, paths }, parts, copies);
}

/** The same with the paths that it has, for servers that know what each operation does. */
export function growSchemas(document: JsonObject, times: number): JsonObject {
  const parts = partsOf(document);
  return withSchemas(document, parts, copiesOf(parts, times));
}

function withSchemas(document: JsonObject, { schemas }: Parts, copies: readonly Parts[]): JsonObject {
  const grown = Object.assign({}, schemas, ...copies.map((copy) => copy.schemas));
  return { ...document, components: { ...Object(document.components), schemas: grown } };
}

function partsOf(document: JsonObject): Parts {
  return { paths: Object(document.paths), schemas: Object(Object(document.components).schemas) };
}

function copiesOf(parts: Parts, times: number): Parts[] {
  return Array.from({ length: times - 1 }, (_, index) => copyOf(parts, index + 1));
}

function copyOf(parts: Parts, number: number): Parts {
  const text = JSON.stringify(parts)
    .replaceAll(/"#\/components\/schemas\/(\w+)/g, `"#/components/schemas/$1Copy${number}`)
    .replaceAll(/"operationId":"(\w+)"/g, `"operationId":"$1Copy${number}"`);
  const { paths, schemas }: Parts = JSON.parse(text);
  const renamed = (object: JsonObject, rename: (name: string) => string): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [rename(name), value]));
  return {
    paths: renamed(paths, (path) => `/copy${number}${path}`),
    schemas: renamed(schemas, (name) => `${name}Copy${number}`),
  };
}
