/** Compares the type that a source states with a schema of the contract. */
import { refName, resolveObject } from "../../model/document.ts";
import { isObject, itemsIn, type JsonObject } from "../../model/json.ts";
import { type Found, maxDepth, variantsOf } from "./contract-view.ts";

/** What a type of a source stands for, apart from the JSON types: names of the contract's schemas. */
export type NamedTypes = (name: string) => readonly string[];

/** What is wrong with a schema when a source says that it holds `type`; undefined when it fits. */
export function compareType(
  schema: Found<JsonObject>,
  type: string,
  named: NamedTypes,
  listsByItem: boolean,
): string | undefined {
  const alternatives = type.split("|").map((one) => one.trim());
  const variants = variantsOf(schema.document, schema.value).map(typeOf);
  for (const one of alternatives) {
    const fits = variants.some((variant) => fitsVariant(schema, variant, one, named, listsByItem));
    if (!fits) return `the source says ${one}, the contract ${typesIn(variants)}`;
  }
  return undefined;
}

/** What the parts of a variant say together. */
interface VariantType {
  readonly types: readonly string[];
  readonly format: string | undefined;
  readonly items: JsonObject | undefined;
  readonly parts: readonly JsonObject[];
}

function typeOf(parts: JsonObject[]): VariantType {
  const declared = parts.find(({ type }) => type !== undefined)?.type;
  return {
    types: [declared ?? []].flat().map(String),
    format: parts.map(({ format }) => format).find((format) => typeof format === "string"),
    items: parts.map(({ items }) => items).find(isObject),
    parts,
  };
}

function fitsVariant(
  schema: Found<JsonObject>,
  variant: VariantType,
  type: string,
  named: NamedTypes,
  listsByItem: boolean,
): boolean {
  const { types, format, items } = variant;
  if (type === "any") return true;
  if (type.endsWith("[]"))
    return (
      items !== undefined &&
      types.includes("array") &&
      compareType({ ...schema, value: items }, type.slice(0, -2), named, false) === undefined
    );
  if (formats.includes(type)) return format === type;
  if (jsonTypes.includes(type)) return types.includes(type);
  const names = named(type);
  if (
    names.some((name) => refersTo(schema.document, schema.value, name) || sameSchema(schema, variant, name))
  )
    return true;
  if (!listsByItem || items === undefined) return false;
  return compareType({ ...schema, value: items }, type, named, false) === undefined;
}

const formats: readonly string[] = ["date-time", "uuid", "uri"];
const jsonTypes: readonly string[] = ["string", "number", "integer", "boolean", "object", "array", "null"];

/** Whether a node leads to a component schema: by itself, or as one of its alternatives. */
function refersTo(document: JsonObject, node: unknown, name: string, depth = 0): boolean {
  if (!isObject(node) || depth > maxDepth) return false;
  if (typeof node.$ref === "string" && refName(node.$ref) === name) return true;
  const target = resolveObject(document, node);
  return [target.allOf, target.anyOf, target.oneOf]
    .flatMap(itemsIn)
    .some((part) => refersTo(document, part, name, depth + 1));
}

function sameSchema({ document }: Found<JsonObject>, { parts }: VariantType, name: string): boolean {
  const target = resolveObject(document, { $ref: `#/components/schemas/${name}` });
  return parts.includes(target);
}

function typesIn(variants: readonly VariantType[]): string {
  const texts = variants.map(({ types, format }) => format ?? (types.join(" or ") || "any value"));
  return [...new Set(texts)].join(" or ");
}
