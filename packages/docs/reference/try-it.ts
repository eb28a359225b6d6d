/** What the form of an operation's page needs: the request, the responses and their schemas, as one file of JSON. */
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  bodyExamples,
  collectReferences,
  entriesOf,
  isObject,
  type JsonObject,
  listOperations,
  type MediaType,
  type Operation,
  type Parameter,
  parameterExample,
  type Response,
  refName,
  schemaNamed,
  textIn,
} from "@partner-referrals/spec/model";
import { escapeHtml, firstSentence, plainText } from "../content/markdown.ts";
import { operationWithId } from "../content/operations.ts";
import type {
  LinkData,
  OperationData,
  ParameterData,
  ResponseData,
  Schema,
} from "../site/try-it/operation-data.ts";
import { checkedKeywords } from "../site/try-it/validate.ts";
import { operationPath } from "./addresses.ts";

/** What the guides start: the same command, address and token as there. */
const guide = new URL("../snippets/getting-started/", import.meta.url);
const [command = ""] = readFileSync(new URL("sandbox.sh", guide), "utf8").trim().split("\n");
const environment = readFileSync(new URL("environment.sh", guide), "utf8");

function variable(name: string): string {
  const value = new RegExp(`^export ${name}=(.+)$`, "m").exec(environment)?.[1];
  if (!value) throw new Error(`The snippet environment.sh sets no ${name}.`);
  return value;
}

/** The part of an operation's page that becomes the form when the reader opens it. */
export function tryItSection({ id, server }: Operation): string {
  const attributes = {
    "data-server": server,
    "data-data": `${basename(operationPath(id))}.json`,
    "data-sandbox": variable("REFERRALS_URL"),
    "data-sandbox-token": variable("TOKEN"),
    "data-command": command,
  };
  const text = Object.entries(attributes).map(([name, value]) => `${name}="${escapeHtml(value)}"`);
  return `## Try it\n\n<details class="fold try-it" data-pagefind-ignore ${text.join(" ")}><summary>Send this request to a sandbox on your machine</summary><div class="try-it-place"><p>The form needs JavaScript. Without it, use the samples.</p></div></details>`;
}

/** Writes the data of each operation below `folder`. */
export async function writeTryItFiles(document: JsonObject, folder: string): Promise<void> {
  for (const operation of listOperations(document)) {
    const file = join(folder, `${operationPath(operation.id)}.json`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(tryItData(document, operation)));
  }
}

/** @throws Error when a schema has a keyword that the page cannot check. */
export function tryItData(document: JsonObject, operation: Operation): OperationData {
  const { id, method, path, server, parameters, requestBody, responses } = operation;
  const [media] = requestBody?.content ?? [];
  const shown = [...parameters].map((parameter) => parameterData(document, parameter));
  const replies = [...responses].map(([status, response]): [string, ResponseData] => [
    status,
    responseData(document, response),
  ]);
  const used = [
    ...shown.map(({ schema }) => schema),
    ...(media ? [checked(media.schema)] : []),
    ...replies.flatMap(([, { schema }]) => (schema ? [schema] : [])),
  ];
  return {
    id,
    method,
    path,
    server,
    parameters: shown,
    ...(media && requestBody
      ? {
          body: {
            mediaType: media.name,
            schema: checked(media.schema),
            examples: bodyExamples(document, requestBody).map(({ name, summary = name, value }) => ({
              title: plainText(summary),
              value,
            })),
          },
        }
      : {}),
    responses: Object.fromEntries(replies),
    schemas: closure(document, used),
  };
}

function parameterData(document: JsonObject, parameter: Parameter): ParameterData {
  const example = parameterExample(document, parameter);
  const place = parameter.in;
  if (place !== "path" && place !== "query" && place !== "header")
    throw new Error(`The form has no field for ${parameter.name} in ${place}.`);
  return {
    name: parameter.name,
    in: place,
    required: parameter.required,
    schema: checked(parameter.schema),
    description: plainText(firstSentence(parameter.description ?? "")),
    ...(example === undefined
      ? {}
      : { example: typeof example === "string" ? example : JSON.stringify(example) }),
  };
}

function responseData(document: JsonObject, response: Response): ResponseData {
  const [media]: readonly (MediaType | undefined)[] = response.content;
  return {
    description: plainText(firstSentence(response.description ?? "")),
    ...(media ? { schema: checked(media.schema) } : {}),
    requiredHeaders: response.headers.filter(({ required }) => required).map(({ name }) => name),
    links: entriesOf(response.node.links).flatMap(([, link]) =>
      isObject(link) ? linkData(document, link) : [],
    ),
  };
}

function linkData(document: JsonObject, link: JsonObject): LinkData[] {
  const id = textIn(link.operationId);
  if (!id) return [];
  const { summary = id } = operationWithId(document, id);
  const parameters = entriesOf(link.parameters).map(([name, value]) => [name, String(value)]);
  return [
    {
      title: summary,
      page: `${basename(operationPath(id))}/`,
      parameters: Object.fromEntries(parameters),
    },
  ];
}

/** The schemas that others name, and those that they name. */
function closure(document: JsonObject, used: readonly Schema[]): Record<string, Schema> {
  const names = new Set(used.flatMap((schema) => [...collectReferences(document, schema)]).map(refName));
  return Object.fromEntries([...names].map((name) => [name, checked(schemaNamed(document, name))]));
}

const annotations = /^(?:description|title|examples?|default|deprecated|readOnly|writeOnly|x-.*)$/;

/** A schema without what only people read. */
function checked(schema: unknown): Schema {
  if (!isObject(schema)) return {};
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !annotations.test(keyword))
      .map(([keyword, value]) => {
        if (!checkedKeywords.includes(keyword))
          throw new Error(`The form does not check the keyword ${keyword}. Add it to validate.ts.`);
        if (keyword === "properties" && isObject(value))
          return [
            keyword,
            Object.fromEntries(Object.entries(value).map(([name, one]) => [name, checked(one)])),
          ];
        if (["allOf", "anyOf", "oneOf"].includes(keyword) && Array.isArray(value))
          return [keyword, value.map(checked)];
        return [keyword, isSchemaKeyword(keyword) && isObject(value) ? checked(value) : value];
      }),
  );
}

function isSchemaKeyword(keyword: string): boolean {
  return ["items", "contains", "not", "if", "then", "else", "additionalProperties"].includes(keyword);
}
