/** The page of one operation, or of one event that the service sends. */
import {
  bodyExamples,
  getIn,
  type Header,
  itemsOf,
  type JsonObject,
  type MediaType,
  type Operation,
  type Parameter,
  parameterExample,
  parsePointer,
  type Response,
  textIn,
} from "@partner-referrals/spec/model";
import type { OutputFormat, Page } from "../build/page.ts";
import { adviceFor } from "../content/error-advice.ts";
import {
  code,
  codes,
  escapeHtml,
  firstSentence,
  inlineHtml,
  markdownTable,
  paragraphs,
  plainText,
} from "../content/markdown.ts";
import { eventPath, operationPath } from "./addresses.ts";
import { disclosure, jsonBlock } from "./format.ts";
import { propertyList } from "./property-list.ts";
import { provenanceBadge, provenanceOf, type RatedKind } from "./provenance.ts";
import { type Sample, sampleSwitch } from "./samples/samples.ts";
import { tryItSection } from "./try-it.ts";
import { limitsOf, typePhrase } from "./type-phrase.ts";

/**
 * Objects are unfolded down to this level; deeper ones are on the pages of their schemas. Readers write the whole of a
 * request, but look up one property of a response.
 */
const bodyDepth = { request: 4, response: 1 } as const;

export function operationPage(document: JsonObject, operation: Operation, samples: readonly Sample[]): Page {
  return {
    path: operationPath(operation.id),
    kind: "operation",
    title: operation.summary ?? operation.id,
    description: describe(operation, `${operation.method.toUpperCase()} ${operation.path}`),
    deprecated: operation.deprecated,
    body: (format) =>
      paragraphs([
        endpoint(format, operation),
        operation.description?.trim(),
        provenanceBadge(format, provenanceOf("operations", operation.id)),
        samples.length > 0 ? "## Samples" : "",
        samples.length > 0 ? sampleSwitch(format, operation.server, samples) : "",
        format === "html" ? tryItSection(operation) : "",
        security(document, operation),
        parameters(format, document, operation.parameters, "## Parameters"),
        requestBody(format, document, operation, "## Request body"),
        ...responses(format, document, operation),
        errors(operation),
      ]),
  };
}

export function eventPage(document: JsonObject, event: Operation): Page {
  return {
    path: eventPath(event.path),
    kind: "event",
    title: event.summary ?? event.path,
    description: describe(event, `The event ${event.path}`),
    body: (format) =>
      paragraphs([
        endpoint(format, event),
        event.description?.trim(),
        provenanceBadge(format, provenanceOf("operations", event.id)),
        "[Verify the signature](page:guides/verify-webhooks) before you trust an event.",
        security(document, event),
        parameters(format, document, event.parameters, "## Headers"),
        requestBody(format, document, event, "## Body"),
        "## Your response",
        markdownTable(
          ["Status", "Meaning"],
          [...event.responses].map(([status, response]) => [code(status), response.description ?? ""]),
        ),
      ]),
  };
}

function describe({ description = "", summary = "" }: Operation, start: string): string {
  return `${start}. ${plainText(firstSentence(description)) || summary}`.replace(/\.\.$/, ".");
}

/** What is sent where, in the first line of the page. */
function endpoint(format: OutputFormat, { method, server, path, deprecated, id }: Operation): string {
  const name = method.toUpperCase();
  const address = server ? `${server}${path}` : path;
  const note = deprecated ? " (deprecated)" : "";
  if (format === "markdown")
    return server
      ? `${code(`${name} ${address}`)}${note}, operation ${code(id)}`
      : `${code(name)} to the URL that you registered, with the event name ${code(path)}`;
  const badge = `<span class="method ${method}">${name}</span>`;
  const target = server
    ? `<code><span class="server">${escapeHtml(server)}</span>${escapeHtml(path).replaceAll(/(\{\w+\})/g, "<var>$1</var>")}</code>`
    : "<span>to the URL that you registered</span>";
  const label = server ? "Operation" : "Event name";
  return `<p class="endpoint">${badge} ${target}</p>\n<p class="endpoint-id">${label} <code data-pagefind-weight="10">${server ? id : path}</code>${deprecated ? ' <span class="badge contradicted">deprecated</span>' : ""}</p>`;
}

function security(document: JsonObject, { security, server }: Operation): string {
  if (security.length === 0) return "";
  const alternatives = security.map((requirement) =>
    Object.entries(requirement)
      .map(([name, scopes]) => {
        const scope = scopes.length > 0 ? ` with the scope ${codes(scopes)}` : "";
        return `[${schemeTitle(document, name)}](page:reference/authentication#${name.toLowerCase()})${scope}`;
      })
      .join(" and "),
  );
  return `## ${server ? "Authentication" : "Signature"}\n\n${alternatives.join(", or ")}.`;
}

/** A security scheme in the words of the field. */
export function schemeTitle(document: JsonObject, name: string): string {
  const scheme = getIn(document, "components", "securitySchemes", name);
  const flow = Object.keys((getIn(scheme, "flows") as object | undefined) ?? {})[0];
  if (flow === undefined) return textIn(getIn(scheme, "name")) === "Authorization" ? "Signature" : name;
  const scopes = Object.keys((getIn(scheme, "flows", flow, "scopes") as object | undefined) ?? {});
  const host = new URL(scopes[0] ?? "https://unknown").host;
  return `${flow === "clientCredentials" ? "App-only" : "App+User"} token for ${host}`;
}

function parameters(
  format: OutputFormat,
  document: JsonObject,
  list: readonly Parameter[],
  heading: string,
): string {
  if (list.length === 0) return "";
  const items = list.map((parameter) => {
    const example = parameterExample(document, parameter);
    return valueItem(
      format,
      parameter,
      "parameters",
      [parameter.in, ...(parameter.required ? ["required"] : [])],
      example === undefined ? "" : `Example: ${code(example)}.`,
    );
  });
  return paragraphs([heading, itemList(format, items)]);
}

/** A parameter or header: name, type and one line; the rest on demand. */
function valueItem(
  format: OutputFormat,
  value: Parameter | Header,
  kind: RatedKind,
  traits: readonly string[],
  more: string,
): string {
  const text = (value.description ?? "").trim();
  const line = firstSentence(text);
  const limits = limitsOf(value.schema).join(", ");
  const provenance = provenanceOf(kind, parsePointer(value.pointer).at(-1) ?? "");
  const facts = [typePhrase(value.schema), ...traits];
  if (format === "markdown") {
    const rest = [text.replaceAll(/\s*\n\s*/g, " "), limits ? `${limits}.` : "", more];
    return `- ${code(value.name)} (${facts.join(", ")}): ${rest.filter(Boolean).join(" ")}`;
  }
  const badge = provenance ? `<span class="badge ${provenance.kind}">${provenance.label}</span>` : "";
  const body = paragraphs([
    plainText(text) === plainText(line) ? "" : text,
    limits ? `${limits.charAt(0).toUpperCase()}${limits.slice(1)}.` : "",
    more,
    provenance ? `<p class="source">${inlineHtml(provenance.text)}</p>` : "",
  ]);
  return `<details class="property"><summary><code>${escapeHtml(value.name)}</code> <span class="type">${escapeHtml(plainText(typePhrase(value.schema)))}</span>${traits
    .map((trait) => ` <span class="trait">${trait}</span>`)
    .join("")}${badge}<span class="line">${inlineHtml(line)}</span></summary>\n\n${body}\n\n</details>\n`;
}

function itemList(format: OutputFormat, items: readonly string[]): string {
  return format === "html" ? `<div class="properties">\n\n${items.join("\n")}\n\n</div>` : items.join("\n");
}

function requestBody(
  format: OutputFormat,
  document: JsonObject,
  { requestBody: body }: Operation,
  heading: string,
): string {
  if (!body) return "";
  return paragraphs([
    heading,
    `${contentTypes(body.content)}. ${body.description?.trim() ?? ""}`.trim(),
    bodyProperties(format, document, body.content, bodyDepth.request),
    ...examples(format, document, body),
  ]);
}

function responses(format: OutputFormat, document: JsonObject, { responses }: Operation): string[] {
  const successes = [...responses].filter(([status]) => /^[123]/.test(status));
  const headers = new Map(
    successes.flatMap(([, response]) => response.headers.map((one) => [one.name, one])),
  );
  const shown = new Set<string>();
  const newExamples = (response: Response) =>
    examples(format, document, response).filter((example) => !shown.has(example) && shown.add(example));
  return [
    "## Responses",
    ...successes.map(([status, response]) => {
      const types = contentTypes(response.content);
      const about = `**${code(status)}** ${(response.description ?? "").trim()}${types ? ` ${types}.` : ""}`;
      // Two successes with the same body are unfolded once.
      if (types && shown.has(types)) return paragraphs([about, ...newExamples(response)]);
      shown.add(types);
      return paragraphs([
        about,
        bodyProperties(format, document, response.content, bodyDepth.response),
        ...newExamples(response),
      ]);
    }),
    headers.size > 0 ? "### Response headers" : "",
    headers.size > 0
      ? itemList(
          format,
          [...headers.values()].map((header) =>
            valueItem(format, header, "headers", header.required ? ["always"] : [], ""),
          ),
        )
      : "",
  ];
}

function bodyProperties(
  format: OutputFormat,
  document: JsonObject,
  content: readonly MediaType[],
  depth: number,
): string {
  return paragraphs(
    content.map(({ schema }) => {
      const list = propertyList(document, itemsOf(document, schema) ?? schema, { format, depth });
      // The search finds a property on the page of its schema.
      return list && format === "html"
        ? `<div class="properties" data-pagefind-ignore>\n\n${list}\n\n</div>`
        : list;
    }),
  );
}

function contentTypes(content: readonly MediaType[]): string {
  return content.map(({ name, schema }) => `${code(name)}: ${typePhrase(schema)}`).join("; ");
}

function examples(format: OutputFormat, document: JsonObject, body: Pick<Response, "content">): string[] {
  return bodyExamples(document, body).map(({ name, summary = name, value }) =>
    disclosure(format, `Example: ${summary}`, jsonBlock(value), { className: "fold example" }),
  );
}

function errors({ responses }: Operation): string {
  const rows = [...responses]
    .filter(([status]) => !/^[123]/.test(status))
    .map(([status, response]) => [
      status === "default" ? "any other" : code(status),
      (response.description ?? "").trim(),
      adviceFor(status).action,
    ]);
  if (rows.length === 0) return "";
  return paragraphs([
    "## Errors",
    "Each has the shape of [`ErrorResponse`](schema:ErrorResponse).",
    markdownTable(["Status", "Meaning", "What to do"], rows),
  ]);
}
