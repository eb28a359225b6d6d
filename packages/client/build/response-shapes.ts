/** Writes the shapes of all successful responses, from the contract, to `src/generated/`. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  contract,
  entriesOf,
  isObject,
  itemsIn,
  type JsonObject,
  listOperations,
  type MediaType,
  refName,
  schemaNamed,
} from "@partner-referrals/spec/model";

/** What is checked of a schema: types, required properties, and what is inside. The names are short to be small in bundles. */
interface Shape {
  ref?: string;
  type?: string[];
  required?: string[];
  properties?: Record<string, Shape>;
  items?: Shape;
}

const schemas: Record<string, Shape> = {};

function shapeOf(schema: unknown): Shape | undefined {
  if (!isObject(schema)) return undefined;
  const { $ref, type, required, properties, items, anyOf } = schema;
  if (typeof $ref === "string") return named(refName($ref));
  if (anyOf !== undefined) return alternatives(itemsIn(anyOf));
  const inside = entriesOf(properties).flatMap(([name, property]): [string, Shape][] => {
    const shape = shapeOf(property);
    return shape ? [[name, shape]] : [];
  });
  const item = shapeOf(items);
  const shape: Shape = {
    ...(type !== undefined && { type: [type].flat().map(String) }),
    ...(required !== undefined && { required: itemsIn(required).map(String) }),
    ...(inside.length > 0 && { properties: Object.fromEntries(inside) }),
    ...(item && { items: item }),
  };
  return Object.keys(shape).length > 0 ? shape : undefined;
}

/** A schema of which one alternative is enough: any of their types, and the inside of the only one that has an inside. */
function alternatives(members: readonly unknown[]): Shape | undefined {
  const shapes = members.map(shapeOf);
  if (shapes.some((shape) => shape === undefined)) return undefined;
  const all = shapes.flatMap((shape) => shape ?? []);
  const [structured, ...others] = all.filter(({ ref, properties, items }) => ref ?? properties ?? items);
  if (others.length > 0) return undefined;
  const types = new Set(all.flatMap((shape) => resolve(shape).type ?? []));
  return { ...(structured && resolve(structured)), type: [...types] };
}

function resolve(shape: Shape): Shape {
  return shape.ref === undefined ? shape : (schemas[shape.ref] ?? {});
}

/** A component: scalars are written in place, as a reference to them would be longer. */
function named(name: string): Shape | undefined {
  if (!(name in schemas)) {
    schemas[name] = {};
    Object.assign(schemas[name], shapeOf(schemaNamed(contract, name)));
  }
  const shape = schemas[name] ?? {};
  if (shape.properties || shape.items) return { ref: name };
  delete schemas[name];
  return Object.keys(shape).length > 0 ? shape : undefined;
}

function bodyShape(content: readonly MediaType[]): Shape | undefined {
  return shapeOf(content.find(({ name }) => name.endsWith("json"))?.schema);
}

const operations: Record<string, Shape> = {};
for (const { method, path, responses } of listOperations(contract)) {
  for (const { status, content } of responses.values()) {
    const shape = status.startsWith("2") ? bodyShape(content) : undefined;
    if (shape) operations[`${method.toUpperCase()} ${path}`] = shape;
  }
}

const directory = join(import.meta.dirname, "../src/generated");
mkdirSync(directory, { recursive: true });
const file = join(directory, "response-shapes.ts");
const json = (value: JsonObject | Record<string, Shape>) => JSON.stringify(value);
writeFileSync(
  `${file}.new`,
  `// Generated from the contract.
import type { Shape } from "../validation/shape.ts";

/** The shapes that others refer to. */
export const schemas: Readonly<Record<string, Shape>> = ${json(schemas)};

/** The shape of a successful response, by method and path of the operation. */
export const operations: Readonly<Record<string, Shape>> = ${json(operations)};
`,
);
// The file appears whole.
renameSync(`${file}.new`, file);
