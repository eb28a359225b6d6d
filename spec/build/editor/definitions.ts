import { ruleDefinition } from "./rule-definition.ts";
import { schemaDefinitions } from "./schema-definitions.ts";
import { described, type EditorSchema, flag, map, record, text, texts, to } from "./shorthand.ts";

/**
 * What editors complete in the files of the contract: the keywords that it uses, and its extensions. They are no rules;
 * lint has those. Unknown keywords pass, but for those of `x-evidence`.
 */
export function definitions(sources: string[]): Record<string, EditorSchema> {
  return {
    ...schemaDefinitions(sources),
    parameter: record(
      {
        name: text,
        in: { enum: ["query", "header", "path"] },
        required: flag,
        description: text,
        schema: to("schema"),
        example: {},
        examples: map(to("example")),
        "x-evidence": to("evidence"),
        "x-filterable": texts,
        "x-sortable": texts,
      },
      ["name", "in", "schema"],
    ),
    header: record({ description: text, schema: to("schema"), example: {}, "x-evidence": to("evidence") }),
    example: record({
      summary: text,
      value: {},
      externalValue: described("A file of examples/, named <operationId>.<case>.json.", text),
    }),
    content: map(record({ schema: to("schema"), examples: map(to("example")) })),
    response: record({
      description: text,
      headers: map(to("header")),
      content: to("content"),
      "x-evidence": to("evidence"),
    }),
    securityScheme: record({
      type: { enum: ["oauth2", "apiKey", "http"] },
      description: text,
      name: text,
      in: { enum: ["header"] },
      flows: { type: "object" },
      "x-evidence": to("evidence"),
    }),
    operation: record(
      {
        operationId: described("camelCase; examples, types and the client follow from it.", text),
        summary: text,
        description: text,
        tags: texts,
        "x-evidence": to("evidence"),
        deprecated: flag,
        security: { type: "array" },
        parameters: { type: "array", items: to("parameter") },
        requestBody: record({ required: flag, description: text, content: to("content") }),
        responses: map(to("response")),
      },
      ["operationId", "responses"],
    ),
    path: record({
      servers: { type: "array" },
      ...Object.fromEntries(["get", "put", "post", "patch", "delete"].map((verb) => [verb, to("operation")])),
    }),
    contract: record({
      openapi: text,
      jsonSchemaDialect: text,
      info: { type: "object" },
      servers: { type: "array" },
      security: { type: "array" },
      tags: { type: "array", items: record({ name: text, description: text }) },
      paths: described("Every path, as a reference to its file.", map(to("path"))),
      webhooks: map(to("path")),
      components: { type: "object", properties: { securitySchemes: map(to("securityScheme")) } },
    }),
    rule: ruleDefinition,
  };
}
