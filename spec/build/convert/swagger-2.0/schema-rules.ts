/** Rules for schemas: what OpenAPI 3.0 says and Swagger 2.0 does not, or in other words. */
import { getOwn, isObject } from "../../../model/json.ts";
import type { Rule } from "../changes.ts";
import { listOf, requireAll } from "../schema.ts";
import { isNode, type Node, visit } from "../structure.ts";
import { type Context, note, resolved } from "./context.ts";
import { convertReference } from "./references.ts";

/** A rule that looks at one schema at a time. */
export interface SwaggerSchemaRule extends Rule {
  readonly apply: (schema: Node, pointer: string, context: Context) => void;
}

/** References lead into `definitions`. */
const reference: SwaggerSchemaRule = {
  name: "reference",
  reason: "Swagger 2.0 keeps schemas under `definitions`.",
  apply(schema, pointer) {
    if (typeof schema.$ref === "string") schema.$ref = convertReference(schema.$ref, pointer);
  },
};

/** `nullable` is an extension that most tools know. */
const nullable: SwaggerSchemaRule = {
  name: "nullable",
  reason: "Swagger 2.0 has no `nullable`; many of its tools read `x-nullable`.",
  apply(schema, pointer, context) {
    if (schema.nullable === undefined) return;
    if (schema.nullable === true) {
      schema["x-nullable"] = true;
      note(context, nullable, "weakened", pointer, "nullable");
    }
    delete schema.nullable;
  },
};

/** `anyOf` and `oneOf` go; a type that all alternatives have stays. */
const alternatives: SwaggerSchemaRule = {
  name: "alternatives",
  reason: "Swagger 2.0 has no `anyOf` and `oneOf`; a type that all alternatives share stays.",
  apply(schema, pointer, context) {
    for (const keyword of ["anyOf", "oneOf"]) {
      if (schema[keyword] === undefined) continue;
      const branches = listOf(schema, keyword).filter(isNode);
      delete schema[keyword];
      const [only] = branches;
      if (only && branches.length === 1) {
        requireAll(schema, only);
        continue;
      }
      const types = new Set(branches.map((branch) => typeBehind(context, branch)));
      const [type] = types;
      if (types.size === 1 && type !== undefined) schema.type ??= type;
      note(context, alternatives, schema.type === undefined ? "dropped" : "weakened", pointer, keyword);
    }
  },
};

/** `not` goes. */
const negation: SwaggerSchemaRule = {
  name: "not",
  reason: "Swagger 2.0 has no `not`.",
  apply(schema, pointer, context) {
    if (schema.not === undefined) return;
    delete schema.not;
    note(context, negation, "dropped", pointer, "not");
  },
};

/** The discriminator is the name of a property, without a mapping. */
const discriminator: SwaggerSchemaRule = {
  name: "discriminator",
  reason: "In Swagger 2.0 the values of a discriminator are the names of schemas; there is no mapping.",
  apply(schema, pointer, context) {
    if (!isNode(schema.discriminator)) return;
    const { propertyName, mapping } = schema.discriminator;
    const isRequired = listOf(schema, "required").includes(propertyName);
    delete schema.discriminator;
    if (isRequired && mapping === undefined) schema.discriminator = propertyName;
    else note(context, discriminator, "dropped", pointer, "discriminator");
  },
};

/** `writeOnly` goes, `deprecated` becomes an extension. */
const annotations: SwaggerSchemaRule = {
  name: "annotations",
  reason: "Swagger 2.0 has neither `writeOnly` nor `deprecated` for a schema.",
  apply(schema, pointer, context) {
    if (schema.writeOnly !== undefined) note(context, annotations, "dropped", pointer, "writeOnly");
    if (schema.deprecated === true) {
      schema["x-deprecated"] = true;
      note(context, annotations, "weakened", pointer, "deprecated");
    }
    delete schema.writeOnly;
    delete schema.deprecated;
  },
};

/** In the order in which they are applied to a schema. */
const swaggerSchemaRules: readonly SwaggerSchemaRule[] = [
  alternatives,
  negation,
  nullable,
  discriminator,
  annotations,
  reference,
];

/** A schema as Swagger 2.0 has it. The one given stays as it is. */
export function convertSchema(schema: unknown, pointer: string, context: Context): Node {
  const copy: unknown = structuredClone(schema);
  if (!isNode(copy)) return {};
  visit(
    { kind: "schema", node: copy, pointer },
    {
      leave({ node, pointer: place }) {
        for (const rule of swaggerSchemaRules) rule.apply(node, place, context);
      },
    },
  );
  return copy;
}

/** The type of a schema, behind its reference and its `allOf`. Its references may be converted already. */
export function typeBehind(context: Context, schema: Node): unknown {
  const target =
    isObject(schema) && typeof schema.$ref === "string" ? resolved(context, original(schema)) : schema;
  if (target.type !== undefined) return target.type;
  const parts = [...listOf(target, "allOf"), ...listOf(target, "anyOf"), ...listOf(target, "oneOf")];
  const types = new Set(parts.filter(isNode).map((part) => typeBehind(context, part)));
  return types.size === 1 ? [...types][0] : undefined;
}

/** A schema's reference as the source has it. */
function original(schema: Node): Node {
  const target = String(getOwn(schema, "$ref")).replace(/^#\/definitions\//, "#/components/schemas/");
  return { $ref: target };
}
