/** The properties of an object, folded to name, type and one line each. */
import {
  isObject,
  itemsOf,
  type JsonObject,
  knownValues,
  type Property,
  propertiesOf,
  refName,
  resolveObject,
  stateMachine,
} from "@partner-referrals/spec/model";
import type { OutputFormat } from "../build/page.ts";
import {
  code,
  codes,
  escapeHtml,
  firstSentence,
  inlineHtml,
  paragraphs,
  plainText,
} from "../content/markdown.ts";
import { propertyAnchor } from "./addresses.ts";
import { propertyProvenance } from "./provenance.ts";
import { limitsOf, typePhrase, withoutValueList } from "./type-phrase.ts";

export interface PropertyListOptions {
  readonly format: OutputFormat;
  /** The component whose properties they are, for their sources. Without it, no sources are shown. */
  readonly schemaName?: string;
  /** Their names are headings of this level, with anchors. Without it, they are plain text. */
  readonly headingLevel?: 3;
  /** How many levels of objects to unfold below this one. */
  readonly depth: number;
}

/** Lists the properties of a schema, or those of the items of an array. Empty for a value without properties. */
export function propertyList(document: JsonObject, schema: unknown, options: PropertyListOptions): string {
  return listBelow(document, schema, options, []);
}

function listBelow(
  document: JsonObject,
  schema: unknown,
  options: PropertyListOptions,
  outer: readonly JsonObject[],
): string {
  const node = objectBehind(document, schema);
  if (outer.includes(node)) return "";
  const properties = [...propertiesOf(document, node).values()];
  return properties
    .map((property) => propertyItem(document, property, options, [...outer, node]))
    .join(options.format === "html" ? "\n" : "\n");
}

/** The object that a schema is about: behind references, arrays, and a choice between it and null. */
function objectBehind(document: JsonObject, schema: unknown): JsonObject {
  return resolveObject(document, itemsOf(document, schema) ?? schema);
}

function propertyItem(
  document: JsonObject,
  property: Property,
  options: PropertyListOptions,
  outer: readonly JsonObject[],
): string {
  const { format, depth, schemaName } = options;
  const text = withoutValueList(property.description ?? "");
  const line = firstSentence(text);
  const { schemaName: _, headingLevel: __, ...inner } = options;
  const below = depth > 0 ? listBelow(document, property.node, { ...inner, depth: depth - 1 }, outer) : "";
  const provenance = schemaName ? propertyProvenance(schemaName, property.name) : undefined;
  const details = [
    plainText(text) === plainText(line) ? "" : text,
    typeLink(property),
    limits(property),
    values(document, property),
  ];
  if (format === "markdown")
    return markdownItem(property, line, paragraphs(details.slice(2)), below, provenance);
  const title = htmlTitle(property, options);
  const badge = provenance ? `<span class="badge ${provenance.kind}">${provenance.label}</span>` : "";
  const body = [...details, provenance ? `<p class="source">${inlineHtml(provenance.text)}</p>` : ""];
  const summary = `${title} <span class="type">${escapeHtml(plainText(typePhrase(property.node)))}</span>${traits(
    property,
  )
    .map((trait) => ` <span class="trait">${trait}</span>`)
    .join("")}${badge}<span class="line">${inlineHtml(line)}</span>`;
  const content = paragraphs([...body, below ? `<div class="properties">\n\n${below}\n\n</div>` : ""]);
  if (!content) return `<div class="property"><div class="summary">${summary}</div></div>\n`;
  return `<details class="property"><summary>${summary}</summary>\n\n${content}\n\n</details>\n`;
}

/** The type with links to the schemas it names, as the line that opens has none. */
function typeLink({ node }: Property): string {
  const phrase = typePhrase(node);
  return phrase.includes("](") ? `Type: ${phrase}.` : "";
}

function htmlTitle({ name }: Property, { headingLevel, schemaName }: PropertyListOptions): string {
  const shown = `<code>${escapeHtml(name)}</code>`;
  if (!headingLevel) return shown;
  const weight = schemaName?.startsWith("Preview") ? 2 : 9;
  return `<h${headingLevel} id="${propertyAnchor(name)}" data-pagefind-weight="${weight}">${shown}</h${headingLevel}>`;
}

function markdownItem(
  property: Property,
  line: string,
  details: string,
  below: string,
  provenance: ReturnType<typeof propertyProvenance>,
): string {
  const facts = [typePhrase(property.node), ...traits(property)].join(", ");
  const rest = [details.replaceAll(/\s*\n\s*/g, " "), provenance ? `Source: ${provenance.label}.` : ""];
  const item = `- ${code(property.name)} (${facts}): ${[line, ...rest].filter(Boolean).join(" ")}`;
  return below ? `${item}\n${below.replaceAll(/^/gm, "  ")}` : item;
}

function traits({ required, readOnly, updatable, node, schema }: Property): string[] {
  return [
    ...(required ? ["required"] : []),
    ...(readOnly ? ["read-only"] : []),
    ...(updatable || readOnly ? [] : ["immutable"]),
    ...(node.writeOnly === true ? ["write-only"] : []),
    ...((node.deprecated ?? schema.deprecated) === true ? ["deprecated"] : []),
  ];
}

function limits({ node, schema }: Property): string {
  const all = [...new Set([...limitsOf(node), ...limitsOf(schema)])];
  return all.length > 0 ? `${upperFirst(all.join(", "))}.` : "";
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The known values of a property; substatuses are grouped by the status that they belong to. */
function values(document: JsonObject, { node }: Property): string {
  const known = knownValues(document, itemsOf(document, node) ?? node);
  if (known.length === 0) return "";
  const machine = [...stateMachine(document)];
  const substatuses = machine.flatMap(([, state]) => state.substatuses);
  if (substatuses.length > 0 && substatuses.every((value) => known.includes(value))) {
    const groups = machine.map(([status, state]) => `with ${code(status)}: ${codes(state.substatuses)}`);
    return `Values ${groups.join("; ")}.`;
  }
  const reference = isObject(node) && typeof node.$ref === "string" ? refName(node.$ref) : undefined;
  const meaning = reference ? ` [What they mean](schema:${reference}).` : "";
  return `Values: ${codes(known)}.${meaning}`;
}
