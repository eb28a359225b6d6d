/** Rules for parameters and headers: Swagger 2.0 writes their schema into them, and knows simple ones only. */
import { joinPointer } from "../../../model/pointer.ts";
import { type Rule, UnsupportedError } from "../changes.ts";
import { listOf } from "../schema.ts";
import { isNode, type Node } from "../structure.ts";
import { type Context, copyFields, note, resolved } from "./context.ts";
import { convertReference } from "./references.ts";
import { typeBehind } from "./schema-rules.ts";

/** Keywords that a parameter and a header may have in Swagger 2.0. */
const simpleKeywords = [
  ...["type", "format", "items", "default", "enum", "multipleOf", "pattern", "uniqueItems"],
  ...["maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength"],
  ...["maxItems", "minItems", "collectionFormat"],
];

/** Keywords that say nothing about the value. */
const silentKeywords = [
  "$ref",
  "allOf",
  "title",
  "description",
  "example",
  "readOnly",
  "nullable",
  "deprecated",
];

/** The schema of a parameter stands in the parameter. */
const simpleSchema: Rule = {
  name: "simple-schema",
  reason: "Parameters and headers of Swagger 2.0 have a simple type; everything else of their schema goes.",
};

/** Parameters that are objects, or in cookies. */
const parameterKind: Rule = {
  name: "parameter-kind",
  reason: "Swagger 2.0 has no parameters that are objects, and none in cookies.",
};

/** How several values are written. */
const arrayStyle: Rule = {
  name: "array-style",
  reason: "Swagger 2.0 says `collectionFormat` instead of `style` and `explode`.",
};

/** Examples of parameters and headers. */
const parameterExamples: Rule = {
  name: "parameter-examples",
  reason: "Parameters of Swagger 2.0 have no examples; the first one stays as `x-example`.",
};

/** Headers are written out where they are used. */
const headerComponents: Rule = {
  name: "header-components",
  reason: "Swagger 2.0 has no shared headers, and does not say whether a header is required.",
};

/** A parameter as Swagger 2.0 has it; undefined when it has to be left out. */
export function convertParameter(context: Context, parameter: Node, pointer: string): Node | undefined {
  if (typeof parameter.$ref === "string") {
    const target = resolved(context, parameter);
    return cannotBeSaid(context, target) ? undefined : { $ref: convertReference(parameter.$ref, pointer) };
  }
  if (cannotBeSaid(context, parameter)) {
    if (parameter.required === true)
      throw new UnsupportedError(pointer, "A required parameter is an object, or in a cookie.");
    note(context, parameterKind, "dropped", pointer, String(parameter.name));
    return undefined;
  }
  const converted: Node = {
    ...copyFields(parameter, ["name", "in", "description", "required", "allowEmptyValue"]),
    ...convertSimpleSchema(context, parameter, pointer),
  };
  if (parameter.deprecated === true) converted["x-deprecated"] = true;
  keepOneExample(context, converted, parameter, pointer);
  return converted;
}

/** A header of a response as Swagger 2.0 has it. */
export function convertHeader(context: Context, header: Node, pointer: string): Node {
  const target = resolved(context, header);
  if (target.required === true) note(context, headerComponents, "dropped", pointer, "required");
  return { ...copyFields(target, ["description"]), ...convertSimpleSchema(context, target, pointer) };
}

function convertSimpleSchema(context: Context, holder: Node, pointer: string): Node {
  const place = joinPointer(pointer, "schema");
  const schema = flatten(context, holder.schema);
  const simple = copyFields(schema, simpleKeywords);
  simple.type ??= typeBehind(context, schema) ?? "string";
  const lost = Object.keys(schema).filter(
    (keyword) => !Object.hasOwn(simple, keyword) && !silentKeywords.includes(keyword),
  );
  if (lost.length > 0) note(context, simpleSchema, "weakened", place, ...lost);
  if (schema.nullable === true) simple["x-nullable"] = true;
  if (simple.type === "array") {
    const { items } = schema;
    simple.items = convertSimpleSchema(context, { schema: items }, joinPointer(place, "items"));
    simple.collectionFormat = collectionFormat(context, holder, pointer);
  }
  return simple;
}

/** The schema behind references, `allOf` merged. */
function flatten(context: Context, schema: unknown): Node {
  const { allOf, ...own } = resolved(context, schema);
  const parts = Array.isArray(allOf) ? allOf.map((part) => flatten(context, part)) : [];
  return Object.assign({}, ...parts, own);
}

function collectionFormat(context: Context, holder: Node, pointer: string): string {
  const isForm = holder.in === "query" || holder.in === "formData";
  const style = holder.style ?? (isForm ? "form" : "simple");
  const explode = holder.explode ?? style === "form";
  const formats: Readonly<Record<string, string>> = { spaceDelimited: "ssv", pipeDelimited: "pipes" };
  const format = style === "form" && explode ? "multi" : (formats[String(style)] ?? "csv");
  if (format === "multi" && !isForm) note(context, arrayStyle, "weakened", pointer, "explode");
  return format === "multi" && !isForm ? "csv" : format;
}

function keepOneExample(context: Context, converted: Node, parameter: Node, pointer: string): void {
  const names = isNode(parameter.examples) ? Object.keys(parameter.examples) : [];
  const first = isNode(parameter.examples)
    ? resolved(context, parameter.examples[names[0] ?? ""]).value
    : undefined;
  const example = parameter.example ?? first;
  if (example === undefined) return;
  converted["x-example"] = example;
  note(context, parameterExamples, "weakened", pointer, ...(names.length > 0 ? names : ["example"]));
}

function cannotBeSaid(context: Context, parameter: Node): boolean {
  if (parameter.in === "cookie") return true;
  const schema = flatten(context, parameter.schema);
  const type = schema.type ?? typeBehind(context, schema);
  return type === "object" || listOf(schema, "properties").length > 0;
}
