/** The reference as text: all that the contract says, readable without scripts. Redoc takes its place in a browser. */
import { isObject, listOperations, type OpenApiDocument } from "../contract.ts";
import type { Sources } from "../evidence.ts";
import type { Page, Reader } from "../page.ts";
import { markdownTable } from "../tables/markdown.ts";
import { heading } from "./heading.ts";
import { operationSection } from "./operation.ts";
import { sectionRoute, tagRoute } from "./routes.ts";
import type { Sample } from "./samples.ts";
import { schemaSection } from "./schema.ts";
import { code, typeOf } from "./schema-type.ts";

export interface ReferenceParts {
  readonly samples: Map<string, Sample[]>;
  readonly sources: Sources;
}

export function referencePage(document: OpenApiDocument, parts: ReferenceParts): Page {
  const { title, summary = title } = document.info;
  return {
    path: "reference",
    title: "API reference",
    description: summary,
    tableOfContents: false,
    body: (reader) =>
      [
        downloads(),
        introduction(reader, document),
        ...operationSections(reader, document, parts),
        heading(reader, 2, "Error answers"),
        responseTable(document),
        heading(reader, 2, "Headers"),
        headerTable(document),
        heading(reader, 2, "Schemas", "/schemas"),
        ...schemaSections(reader, document, parts),
      ].join("\n\n"),
  };
}

/** The contract names a file of the project. The site has its content. */
const EVIDENCE = "[`EVIDENCE.md`](page:guides/what-the-sources-disagree-on)";

function introduction(reader: Reader, { info }: OpenApiDocument): string {
  const text = (info.description ?? "").trim().replace("`EVIDENCE.md`", EVIDENCE);
  return text.replace(/^## (.+)$/gm, (_, title: string) => heading(reader, 2, title, sectionRoute(title)));
}

function downloads(): string {
  return "The contract as a file: [openapi.yaml](file:openapi.yaml), [openapi.json](file:openapi.json).";
}

function operationSections(reader: Reader, document: OpenApiDocument, parts: ReferenceParts): string[] {
  const all = [...listOperations(document), ...listOperations(document, document.webhooks ?? {})];
  return (document.tags ?? []).flatMap(({ name, description = "" }) => [
    heading(reader, 2, name, `/${tagRoute(name)}`),
    description.trim(),
    ...all
      .filter(({ operation }) => operation.tags?.[0] === name)
      .map((located) => {
        const { operationId } = located.operation;
        const samples = parts.samples.get(operationId) ?? [];
        return operationSection(reader, document, {
          located,
          samples,
          source: parts.sources.operation(operationId),
        });
      }),
  ]);
}

function responseTable({ components }: OpenApiDocument): string {
  const rows = Object.entries(components?.responses ?? {}).map(([name, response]) => {
    const schema = Object.values(response.content ?? {})[0]?.schema;
    return [code(name), response.description, typeOf(schema)];
  });
  return markdownTable(["Name", "Meaning", "Body"], rows);
}

function headerTable({ components }: OpenApiDocument): string {
  const rows = Object.entries(components?.headers ?? {}).map(([name, { description = "", schema }]) => [
    code(name),
    typeOf(schema),
    description,
  ]);
  return markdownTable(["Name", "Type", "Meaning"], rows);
}

function schemaSections(reader: Reader, document: OpenApiDocument, { sources }: ReferenceParts): string[] {
  return Object.entries(document.components?.schemas ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, schema]) => (isObject(schema) ? [schemaSection(reader, name, schema, sources)] : []));
}
