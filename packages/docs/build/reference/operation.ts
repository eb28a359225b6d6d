/** One operation or webhook of the reference, as Markdown. */
import {
  type Body,
  follow,
  type Header,
  type LocatedOperation,
  type MediaType,
  type OpenApiDocument,
  parameterExample,
  type Response,
} from "../contract.ts";
import type { Reader } from "../page.ts";
import { markdownTable } from "../tables/markdown.ts";
import { heading } from "./heading.ts";
import { operationRoute } from "./routes.ts";
import type { Sample } from "./samples.ts";
import { code, limitsOf, typeOf } from "./schema-type.ts";

export interface OperationText {
  readonly located: LocatedOperation;
  readonly samples: readonly Sample[];
  /** A paragraph on the sources it rests on. */
  readonly source: string;
}

export function operationSection(reader: Reader, document: OpenApiDocument, text: OperationText): string {
  const { located, samples, source } = text;
  const { operation, method, server, path } = located;
  const { operationId, summary = operationId, description = "", deprecated, tags = [] } = operation;
  return [
    heading(reader, 3, summary, operationRoute(tags[0] ?? "", operationId)),
    `${code(`${method.toUpperCase()} ${server}${path}`)}${deprecated ? " (deprecated)" : ""}, operation ${code(operationId)}`,
    description.trim(),
    source,
    parameterTable(document, located),
    requestText(reader, document, located),
    responseText(reader, document, located),
    ...samples.flatMap(({ label, language, source: lines }) => [
      heading(reader, 4, `${label} sample of ${code(operationId)}`.replaceAll("`", "")),
      `\`\`\`${language}\n${lines}\n\`\`\``,
    ]),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function parameterTable(document: OpenApiDocument, { parameters }: LocatedOperation): string {
  if (parameters.length === 0) return "";
  const rows = parameters.map((parameter) => {
    const schema = parameter.schema ?? {};
    const limits = typeof schema === "object" && !Array.isArray(schema) ? limitsOf(schema as never) : [];
    const example = parameterExample(document, parameter);
    return [
      code(parameter.name),
      `${parameter.in}${parameter.required ? ", required" : ""}`,
      [typeOf(schema), ...limits].join(", "),
      `${parameter.description?.trim() ?? ""}${example === undefined ? "" : ` Example: ${code(example)}`}`,
    ];
  });
  return markdownTable(["Parameter", "In", "Type", "Description"], rows);
}

function requestText(reader: Reader, document: OpenApiDocument, { operation }: LocatedOperation): string {
  if (!operation.requestBody) return "";
  const body = follow<Body>(document, operation.requestBody);
  const types = contentTypes(body.content);
  const title = heading(reader, 4, `Request body of ${operation.operationId}`);
  const text = `${types}. ${body.description?.trim() ?? ""}`.trim();
  return [title, text, ...examples(document, body.content)].join("\n\n");
}

function responseText(reader: Reader, document: OpenApiDocument, { operation }: LocatedOperation): string {
  const rows = Object.entries(operation.responses ?? {}).map(([status, value]) => {
    const response = follow<Response>(document, value);
    const headers = Object.entries(response.headers ?? {}).map(([name, header]) => {
      follow<Header>(document, header);
      return code(name);
    });
    return [code(status), response.description, contentTypes(response.content), headers.join(", ")];
  });
  // Errors look alike; the table of them shows each once.
  const answers = Object.entries(operation.responses ?? {}).filter(([status]) => status.startsWith("2"));
  return [
    heading(reader, 4, `Responses of ${operation.operationId}`),
    markdownTable(["Status", "Meaning", "Body", "Headers"], rows),
    ...answers.flatMap(([, value]) => examples(document, follow<Response>(document, value).content)),
  ].join("\n\n");
}

function contentTypes(content: Readonly<Record<string, MediaType>> | undefined): string {
  return Object.entries(content ?? {})
    .map(([type, { schema }]) => `${code(type)}: ${typeOf(schema)}`)
    .join("; ");
}

/** Each example with its summary. */
function examples(document: OpenApiDocument, content: Body["content"]): string[] {
  return Object.values(content ?? {}).flatMap((mediaType) =>
    Object.entries(mediaType.examples ?? {}).map(([name, example]) => {
      const { summary = name, value } = follow(document, example);
      return `${summary}:\n\n\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
    }),
  );
}
