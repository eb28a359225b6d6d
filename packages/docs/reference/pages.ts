/** All pages of the reference: one for each operation, event and schema, and those that they have in common. */
import {
  entriesOf,
  getIn,
  isObject,
  type JsonObject,
  listOperations,
  listWebhooks,
  type OpenApiDocument,
  resolveObject,
  textIn,
} from "@partner-referrals/spec/model";
import type { OutputFormat, Page } from "../build/page.ts";
import { code, markdownTable, paragraphs } from "../content/markdown.ts";
import { errorCodeTable } from "../content/tables/error-codes.ts";
import { errorStatusTable } from "../content/tables/error-statuses.ts";
import { eventPage, operationPage, schemeTitle } from "./operation-page.ts";
import { provenanceBadge, provenanceOf } from "./provenance.ts";
import type { Sample } from "./samples/samples.ts";
import { groupSchemas, schemaExamples, schemaPage } from "./schema-page.ts";
import { typePhrase } from "./type-phrase.ts";

/** @param samples the samples of each operation by its id */
export function referencePages(
  document: OpenApiDocument,
  samples: ReadonlyMap<string, readonly Sample[]>,
): Page[] {
  const examples = schemaExamples(document);
  return [
    overviewPage(document),
    authenticationPage(document),
    errorsPage(document),
    headersPage(document),
    ...listOperations(document).map((one) => operationPage(document, one, samples.get(one.id) ?? [])),
    ...listWebhooks(document).map((event) => eventPage(document, event)),
    schemaListPage(document),
    ...[...groupSchemas(document)].flatMap(([group, names]) =>
      names.map((name) => schemaPage(document, name, { group, example: examples.get(name) })),
    ),
  ];
}

function overviewPage(document: OpenApiDocument): Page {
  const { title, summary = title, description = "", version } = document.info;
  return {
    path: "reference",
    kind: "reference",
    title: "API reference",
    description: summary,
    body: () =>
      paragraphs([
        "## OpenAPI documents",
        `Version ${version} of the contract: [openapi.yaml](file:openapi.yaml), [openapi.json](file:openapi.json). The registration for events is on another host, and in a document of its own: [event-registration.yaml](file:event-registration.yaml), [event-registration.json](file:event-registration.json). For OpenAPI 3.0.3 and Swagger 2.0, see [Tools and older formats](page:reference/tools).`,
        "[The whole contract on one page](file:reference/redoc/index.html) is rendered with Redoc. To send requests by hand, use the [Postman collection](file:postman-collection.json).",
        // The contract names a file of the project. The site has its content.
        description
          .trim()
          .replace("`EVIDENCE.md`", "[list of conflicts](page:guides/what-the-sources-disagree-on)"),
        "## Operations",
        operationTable(document),
        "## Events",
        markdownTable(
          ["Event", "When"],
          listWebhooks(document).map(({ path, description: when = "" }) => [
            `[${path}](webhook:${path})`,
            when,
          ]),
        ),
      ]),
  };
}

function operationTable(document: JsonObject): string {
  return markdownTable(
    ["Operation", "Request"],
    listOperations(document).map(({ id, summary = id, method, path }) => [
      `[${summary}](operation:${id})`,
      code(`${method.toUpperCase()} ${path}`),
    ]),
  );
}

function authenticationPage(document: JsonObject): Page {
  const schemes = entriesOf(getIn(document, "components", "securitySchemes"));
  return {
    path: "reference/authentication",
    kind: "reference",
    title: "Authentication and signatures",
    description: "The security schemes of the contract: tokens for each host, and the signature of events.",
    body: (format) =>
      paragraphs([
        "How to get a token is in the guide [Authentication](page:guides/authentication); how to check a signature in [Verify webhooks](page:guides/verify-webhooks).",
        ...schemes.map(([name, scheme]) => schemeSection(format, document, name, scheme)),
      ]),
  };
}

function schemeSection(format: OutputFormat, document: JsonObject, name: string, scheme: unknown): string {
  const flows = entriesOf(getIn(scheme, "flows")).map(([flow, settings]) =>
    markdownTable(
      ["Setting", "Value"],
      [
        ["OAuth 2.0 flow", code(flow)],
        ...["authorizationUrl", "tokenUrl"].flatMap((key) => {
          const url = textIn(getIn(settings, key));
          return url ? [[key === "tokenUrl" ? "Token endpoint" : "Authorization endpoint", code(url)]] : [];
        }),
        ...entriesOf(getIn(settings, "scopes")).map(([scope, meaning]) => [
          "Scope",
          `${code(scope)}: ${String(meaning)}`,
        ]),
      ],
    ),
  );
  const header = getIn(scheme, "in") === "header" ? `Sent in the ${code(getIn(scheme, "name"))} header.` : "";
  return paragraphs([
    `## ${name}`,
    `${schemeTitle(document, name)}. ${header}`.trim(),
    textIn(getIn(scheme, "description"))?.trim(),
    ...flows,
    provenanceBadge(format, provenanceOf("securitySchemes", name)),
  ]);
}

function errorsPage(document: OpenApiDocument): Page {
  const responses = entriesOf(getIn(document, "components", "responses"));
  return {
    path: "reference/errors",
    kind: "reference",
    title: "Errors",
    description: "Every error status and code of the contract, with its meaning and what to do.",
    body: (format) =>
      paragraphs([
        "Each error has the shape of [`ErrorResponse`](schema:ErrorResponse). How to handle them in code is in the guide [Handle errors](page:guides/handle-errors).",
        "## Status codes",
        errorStatusTable(document),
        "## Error codes",
        errorCodeTable(document),
        "## Responses in the contract",
        ...responses.map(([name, response]) =>
          paragraphs([
            `### ${name}`,
            String(getIn(response, "description") ?? ""),
            provenanceBadge(format, provenanceOf("responses", name)),
          ]),
        ),
      ]),
  };
}

function headersPage(document: OpenApiDocument): Page {
  const headers = entriesOf(getIn(document, "components", "headers"));
  return {
    path: "reference/headers",
    kind: "reference",
    title: "Response headers",
    description: "The headers of responses, with their types and meanings.",
    body: (format) =>
      paragraphs(
        headers.map(([name, header]) => {
          const node = resolveObject(document, header);
          return paragraphs([
            `## ${name}`,
            `Type: ${typePhrase(node.schema)}.`,
            textIn(node.description)?.trim(),
            provenanceBadge(format, provenanceOf("headers", name)),
          ]);
        }),
      ),
  };
}

function schemaListPage(document: JsonObject): Page {
  return {
    path: "reference/schemas",
    kind: "reference",
    title: "Schemas",
    description: "All schemas of the contract: current ones, those of events, and those of the 2018 preview.",
    body: () =>
      paragraphs(
        [...groupSchemas(document)].flatMap(([group, names]) => [
          `## ${group}`,
          names
            .map((name) => {
              const schema = getIn(document, "components", "schemas", name);
              const text = isObject(schema) ? (textIn(schema.description) ?? "") : "";
              const [line = ""] = text.trim().split(/(?<=\.)\s/, 1);
              return `- [\`${name}\`](schema:${name}): ${line.replaceAll(/\s+/g, " ")}`;
            })
            .join("\n"),
        ]),
      ),
  };
}
