/** Gives schemas the contract's own examples. Redoc would make values up, such as `"string"`. */
import {
  type Body,
  follow,
  isObject,
  type Json,
  type JsonObject,
  listOperations,
  type OpenApiDocument,
} from "../contract.ts";

/** Returns the document with an example at each schema that has properties and is part of an example. */
export function withExamples(document: OpenApiDocument): OpenApiDocument {
  const examples = new Map<string, Json>();
  for (const { operation } of [
    ...listOperations(document),
    ...listOperations(document, document.webhooks ?? {}),
  ]) {
    for (const body of [...Object.values(operation.responses ?? {}), operation.requestBody]) {
      if (body) collectFromBody(document, follow<Body>(document, body), examples);
    }
  }
  const schemas = Object.entries(document.components?.schemas ?? {}).map(([name, schema]): [string, Json] => {
    const example = examples.get(name);
    return [name, isObject(schema) && example !== undefined ? { ...schema, example } : schema];
  });
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } };
}

function collectFromBody(document: OpenApiDocument, body: Body, examples: Map<string, Json>): void {
  for (const { schema, examples: named } of Object.values(body.content ?? {})) {
    for (const example of Object.values(named ?? {})) {
      const { value } = follow(document, example);
      if (value !== undefined) collect(document, schema, value, examples);
    }
  }
}

/** Follows an example down the schemas that describe it. The first one of each schema stays. */
function collect(
  document: OpenApiDocument,
  schema: Json | undefined,
  value: Json | undefined,
  examples: Map<string, Json>,
): void {
  if (!isObject(schema) || value === undefined || value === null) return;
  if (typeof schema.$ref === "string") {
    const name = schema.$ref.replace("#/components/schemas/", "");
    const target = follow<JsonObject>(document, { $ref: schema.$ref });
    if (isObject(value) && isObject(target.properties) && !examples.has(name)) examples.set(name, value);
    collect(document, target, value, examples);
    return;
  }
  const choices = Array.isArray(schema.anyOf) ? schema.anyOf : [];
  for (const choice of choices.filter((each) => describes(document, each, value))) {
    collect(document, choice, value, examples);
  }
  if (Array.isArray(value)) for (const item of value) collect(document, schema.items, item, examples);
  if (!isObject(value) || !isObject(schema.properties)) return;
  for (const [property, part] of Object.entries(schema.properties)) {
    collect(document, part, value[property], examples);
  }
}

/** Tells whether a choice has the members of the example, and asks for no others. */
function describes(document: OpenApiDocument, choice: Json, value: Json): boolean {
  if (!isObject(choice)) return false;
  const { properties, required } =
    typeof choice.$ref === "string" ? follow<JsonObject>(document, { $ref: choice.$ref }) : choice;
  if (!isObject(value)) return true;
  if (!isObject(properties)) return false;
  const needed = Array.isArray(required) ? required : [];
  return Object.keys(value).every((name) => name in properties) && needed.every((name) => `${name}` in value);
}
