/** The shape of a JSON payload, and how it compares with a schema of the contract. */
import { entriesOf, isObject, itemsIn, type JsonObject } from "../../model/json.ts";
import { type Found, variantsOf } from "./contract-view.ts";
import type { Shape } from "./source.ts";

/** The shape of a value: its JSON types, none of its texts and numbers. */
export function shapeOf(value: unknown): Shape {
  if (value === null) return null;
  if (Array.isArray(value)) {
    const items = value.map(shapeOf);
    const different = new Map(items.map((item) => [JSON.stringify(item), item]));
    return [...different.values()];
  }
  if (isObject(value))
    return Object.fromEntries(entriesOf(value).map(([name, member]) => [name, shapeOf(member)]));
  return Number.isInteger(value) ? "integer" : typeof value;
}

/** A place in a shape. */
export interface ShapePath {
  /** Dots lead into objects, `[]` into arrays, as in `team[].email`; empty for the whole. */
  readonly path: string;
  /** The path of what it is in; undefined for the whole. */
  readonly parent: string | undefined;
  /** Where it first stands in the shape. */
  readonly tokens: readonly (string | number)[];
}

/** Every place in a shape, parents first. The items of an array share their paths. */
export function pathsIn(shape: Shape): ShapePath[] {
  const found = new Map<string, ShapePath>();
  visit(shape, "", undefined, []);
  return [...found.values()];

  function visit(
    part: Shape,
    path: string,
    parent: string | undefined,
    tokens: readonly (string | number)[],
  ): void {
    if (!found.has(path)) found.set(path, { path, parent, tokens });
    if (isList(part))
      for (const [index, item] of part.entries()) visit(item, `${path}[]`, path, [...tokens, index]);
    else if (isMembers(part))
      for (const [name, member] of Object.entries(part))
        visit(member, memberPath(path, name), path, [...tokens, name]);
  }
}

/** An array. */
export function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}

/** An object. */
export function isMembers(shape: Shape): shape is { readonly [name: string]: Shape } {
  return isObject(shape);
}

/** What is wrong at a place of a payload. */
export interface ShapeProblem {
  readonly text: string;
  /** Whether what is below it was not compared. */
  readonly hidesBelow: boolean;
}

/** By path, the first problem there. */
export type Problems = ReadonlyMap<string, ShapeProblem>;

/** Where a shape and a schema differ. */
export function compareShape(schema: Found<unknown>, shape: Shape, isRequest: boolean): Problems {
  return compareAt(schema.document, schema.value, shape, isRequest, "");
}

/** Of the alternatives that a schema gives, the one that comes closest counts. */
function compareAt(
  document: JsonObject,
  schema: unknown,
  shape: Shape,
  isRequest: boolean,
  path: string,
): Problems {
  let best: Problems | undefined;
  for (const parts of variantsOf(document, schema)) {
    const problems = compareVariant(document, parts, shape, isRequest, path);
    if (problems.size === 0) return problems;
    if (!best || distance(problems, path) < distance(best, path)) best = problems;
  }
  return best ?? new Map();
}

/** How far off an alternative is: one of another type is farther than any that can be compared. */
function distance(problems: Problems, path: string): number {
  return problems.get(path)?.hidesBelow ? Number.POSITIVE_INFINITY : problems.size;
}

function compareVariant(
  document: JsonObject,
  parts: readonly JsonObject[],
  shape: Shape,
  isRequest: boolean,
  path: string,
): Problems {
  const type = typeOf(shape);
  const problem = compareTypes(parts, type);
  if (problem !== undefined) return new Map([[path, { text: problem, hidesBelow: true }]]);
  if (isRequest && parts.some(({ readOnly }) => readOnly === true))
    return new Map([[path, { text: "the contract has it read-only, and it was sent", hidesBelow: true }]]);
  const problems = new Map<string, ShapeProblem>();
  const merge = (below: Problems) => {
    for (const [where, what] of below) if (!problems.has(where)) problems.set(where, what);
  };
  if (isList(shape)) {
    const items = parts.map((part) => part.items).filter((item) => item !== undefined);
    for (const item of shape) merge(compareAt(document, together(items), item, isRequest, `${path}[]`));
    if (shape.length === 0 && parts.some(({ minItems }) => Number(minItems) > 0))
      problems.set(path, {
        text: "the contract wants at least one item, and it is empty",
        hidesBelow: false,
      });
  } else if (isMembers(shape)) {
    const missing = parts
      .flatMap(({ required }) => itemsIn(required))
      .filter((name) => !(String(name) in shape));
    if (missing.length > 0)
      problems.set(path, {
        text: `the contract requires ${missing.join(", ")}, which it does not have`,
        hidesBelow: false,
      });
    for (const [name, member] of Object.entries(shape)) {
      const here = memberPath(path, name);
      const declared = parts.flatMap((part) => memberSchema(part, name));
      if (declared.length === 0)
        problems.set(here, { text: "the contract has no such property", hidesBelow: true });
      else merge(compareAt(document, together(declared), member, isRequest, here));
    }
  }
  return problems;
}

function compareTypes(parts: readonly JsonObject[], type: string): string | undefined {
  const declared = parts
    .filter((part) => part.type !== undefined)
    .map((part) => [part.type].flat().map(String));
  if (declared.length === 0) return "the contract leaves its type open";
  const fits = declared.every(
    (types) => types.includes(type) || (type === "integer" && types.includes("number")),
  );
  return fits ? undefined : `the payload has ${type}, the contract ${declared.flat().join(" or ")}`;
}

function memberSchema({ properties, additionalProperties }: JsonObject, name: string): unknown[] {
  const declared = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (declared !== undefined) return [declared];
  return isObject(additionalProperties) ? [additionalProperties] : [];
}

function together(schemas: readonly unknown[]): unknown {
  return schemas.length === 1 ? schemas[0] : { allOf: schemas };
}

function typeOf(shape: Shape): string {
  if (shape === null) return "null";
  if (isList(shape)) return "array";
  return typeof shape === "string" ? shape : "object";
}

function memberPath(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
