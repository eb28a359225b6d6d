/** The page of one schema. */
import {
  bodyExamples,
  collectReferences,
  componentRef,
  isObject,
  isOpenEnum,
  type JsonObject,
  knownValues,
  type Operation,
  propertiesOf,
  refName,
  schemaNamed,
  schemaNames,
  stateMachine,
  textIn,
  valueDescriptions,
} from "@partner-referrals/spec/model";
import type { OutputFormat, Page } from "../build/page.ts";
import { code, firstSentence, markdownTable, paragraphs, plainText } from "../content/markdown.ts";
import { operationsOf } from "../content/operations.ts";
import { statusTable } from "../content/tables/statuses.ts";
import { substatusTable } from "../content/tables/substatuses.ts";
import { currentOperations, previewOperations } from "../content/versions.ts";
import { schemaPath } from "./addresses.ts";
import { disclosure, jsonBlock } from "./format.ts";
import { propertyList } from "./property-list.ts";
import { provenanceBadge, provenanceOf } from "./provenance.ts";
import { limitsOf, typePhrase, withoutValueList } from "./type-phrase.ts";

export type SchemaGroup = "Current" | "Events" | "2018 preview";

/** Objects below a property are unfolded this many levels; each has a page of its own. */
const schemaDepth = 1;

export interface SchemaPageOptions {
  readonly group: SchemaGroup;
  readonly example: unknown;
}

export function schemaPage(document: JsonObject, name: string, { group, example }: SchemaPageOptions): Page {
  const schema = schemaNamed(document, name);
  const description = withoutValueList(textIn(schema.description) ?? "");
  return {
    path: schemaPath(name),
    kind: "schema",
    title: name,
    description: `${name}: ${plainText(firstSentence(description)) || `${plainText(typePhrase(schema))}.`}`,
    deprecated: group === "2018 preview",
    body: (format) =>
      paragraphs([
        description,
        `Type: ${[typePhrase(schema), ...limitsOf(schema)].join(", ")}.`,
        provenanceBadge(format, provenanceOf("schemas", name)),
        valueSection(document, name),
        propertySection(format, document, name),
        example === undefined
          ? ""
          : paragraphs([
              "## Example",
              disclosure(format, `${name} as JSON`, jsonBlock(example), {
                open: true,
                className: "fold example",
              }),
            ]),
        usedBy(document, name),
      ]),
  };
}

function propertySection(format: OutputFormat, document: JsonObject, name: string): string {
  const list = propertyList(document, schemaNamed(document, name), {
    format,
    schemaName: name,
    headingLevel: 3,
    depth: schemaDepth,
  });
  if (!list) return "";
  return paragraphs([
    "## Properties",
    format === "html" ? `<div class="properties">\n\n${list}\n\n</div>` : list,
  ]);
}

/** All known values with their meaning. The statuses and substatuses are those of the state machine. */
function valueSection(document: JsonObject, name: string): string {
  const schema = schemaNamed(document, name);
  if (propertiesOf(document, schema).size > 0) return "";
  const values = knownValues(document, schema);
  if (values.length === 0) return "";
  const meanings = valueDescriptions(document, schema);
  const open = isOpenEnum(document, schema)
    ? "These values are known. The list is open: expect others."
    : "No other value is valid.";
  return paragraphs(["## Values", open, valueTable(document, schema, values, meanings)]);
}

function valueTable(
  document: JsonObject,
  schema: JsonObject,
  values: readonly string[],
  meanings: ReadonlyMap<string, string>,
): string {
  if (schema["x-state-machine"] !== undefined) return statusTable(document);
  const substatuses = [...stateMachine(document).values()].flatMap((state) => state.substatuses);
  if (substatuses.every((value) => values.includes(value))) return substatusTable(document);
  if (meanings.size === 0) return values.map((value) => `- ${code(value)}`).join("\n");
  return markdownTable(
    ["Value", "Meaning"],
    values.map((value) => [code(value), meanings.get(value) ?? ""]),
  );
}

/** The operations, events and schemas that name a schema. */
function usedBy(document: JsonObject, name: string): string {
  const reference = componentRef("schemas", name);
  const direct = (node: unknown) => directReferences(node).has(reference);
  const schemas = schemaNames(document).filter(
    (other) => other !== name && direct(schemaNamed(document, other)),
  );
  const uses = (operation: Operation) =>
    [...operation.responses.values(), operation.requestBody].some((body) =>
      body?.content.some(({ schema }) => direct(schema)),
    );
  const { operations, webhooks } = operationsOf(document);
  const links = [
    ...operations.filter(uses).map(({ id, summary = id }) => `[${summary}](operation:${id})`),
    ...webhooks.filter(uses).map(({ path, summary = path }) => `[${summary}](webhook:${path})`),
    ...schemas.map((other) => `[\`${other}\`](schema:${other})`),
  ];
  return links.length > 0 ? `## Used by\n\n${links.join(", ")}.` : "";
}

function directReferences(node: unknown): Set<string> {
  if (Array.isArray(node)) return new Set(node.flatMap((item) => [...directReferences(item)]));
  if (!isObject(node)) return new Set();
  if (typeof node.$ref === "string") return new Set([node.$ref]);
  return new Set(Object.values(node).flatMap((value) => [...directReferences(value)]));
}

/** Groups the schemas: those of the 2018 preview, those of events, and the others. */
export function groupSchemas(document: JsonObject): ReadonlyMap<SchemaGroup, readonly string[]> {
  const reached = (operations: readonly Operation[]) =>
    new Set(operations.flatMap(({ node }) => [...collectReferences(document, node)].map(refName)));
  const preview = previewOperations(document);
  const current = currentOperations(document);
  const { operations, webhooks } = operationsOf(document);
  const others = operations.filter(
    (operation) => ![...preview, ...current].some(({ id }) => id === operation.id),
  );
  const inCurrent = reached(current);
  const inPreview = reached(preview);
  const inEvents = reached([...others, ...webhooks]);
  const groupOf = (name: string): SchemaGroup => {
    if (inCurrent.has(name)) return "Current";
    if (inEvents.has(name)) return "Events";
    return inPreview.has(name) ? "2018 preview" : "Current";
  };
  const names = schemaNames(document).sort((a, b) => (a < b ? -1 : 1));
  const groups: readonly SchemaGroup[] = ["Current", "Events", "2018 preview"];
  return new Map(groups.map((group) => [group, names.filter((name) => groupOf(name) === group)]));
}

/** The first example of each schema that examples of the contract contain. */
export function schemaExamples(document: JsonObject): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const { operations, webhooks } = operationsOf(document);
  for (const operation of [...operations, ...webhooks]) {
    for (const body of [...operation.responses.values(), operation.requestBody]) {
      if (!body) continue;
      const [schema] = body.content;
      for (const { value } of bodyExamples(document, body)) collect(document, schema?.schema, value, found);
    }
  }
  return found;
}

/** Follows an example down the schemas that describe it. */
function collect(document: JsonObject, schema: unknown, value: unknown, found: Map<string, unknown>): void {
  if (!isObject(schema) || value === undefined || value === null) return;
  if (typeof schema.$ref === "string") {
    const name = refName(schema.$ref);
    if (isObject(value) && !found.has(name)) found.set(name, value);
    collect(document, schemaNamed(document, name), value, found);
    return;
  }
  // Which of several choices an example is meant for cannot be told without validating it.
  const choices = [schema.anyOf, schema.oneOf].find(Array.isArray) ?? [];
  if (choices.filter((choice) => !isObject(choice) || choice.type !== "null").length === 1) {
    for (const choice of choices) collect(document, choice, value, found);
  }
  if (Array.isArray(value)) for (const item of value) collect(document, schema.items, item, found);
  if (isObject(value) && isObject(schema.properties)) {
    for (const [name, part] of Object.entries(schema.properties)) collect(document, part, value[name], found);
  }
}
