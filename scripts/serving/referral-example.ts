/** Makes the shortest honest request for the welcome text from the contract's own example. */
import { readFile } from "node:fs/promises";

type Json = null | boolean | number | string | Json[] | JsonObject;
interface JsonObject {
  [name: string]: Json;
}

/** A request that creates a referral. */
export interface ReferralRequest {
  readonly method: string;
  readonly path: string;
  readonly mediaType: string;
  readonly body: Json;
}

const OPERATION_ID = "createReferral";

/** Reads the built contract. */
export async function readContract(): Promise<object> {
  const file = new URL(import.meta.resolve("@partner-referrals/spec/openapi.json"));
  const document: unknown = JSON.parse(await readFile(file, "utf8"));
  if (typeof document === "object" && document !== null) return document;
  throw new Error(`${file.pathname} is not an OpenAPI document.`);
}

/** The first request example of `createReferral`, with the properties that its schema requires and no others. */
export function shortReferralRequest(contract: object): ReferralRequest {
  // The contract was parsed from JSON, so it holds nothing else.
  const document = contract as JsonObject;
  for (const [path, pathItem] of Object.entries(object(document.paths))) {
    for (const [method, operation] of Object.entries(object(pathItem))) {
      if (object(operation).operationId !== OPERATION_ID) continue;
      const [content] = Object.entries(object(object(object(operation).requestBody).content));
      if (!content) break;
      const [mediaType, media] = content;
      const [example] = Object.values(object(object(media).examples));
      const body = object(example).value;
      if (body === undefined) break;
      const schema = object(object(media).schema);
      return { method: method.toUpperCase(), path, mediaType, body: onlyRequired(body, [schema], document) };
    }
  }
  throw new Error(`The contract has no ${OPERATION_ID} with an example of its request.`);
}

function object(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

/** Drops every property of `value` that none of `schemas`, which all apply to it, requires. */
function onlyRequired(value: Json, schemas: readonly JsonObject[], document: JsonObject): Json {
  const applied = schemas.flatMap((schema) => withReferences(schema, document));
  if (Array.isArray(value)) {
    const items = applied.map((schema) => object(schema.items));
    return value.map((item) => onlyRequired(item, items, document));
  }
  if (typeof value !== "object" || value === null) return value;
  const required = new Set(applied.flatMap(({ required }) => (Array.isArray(required) ? required : [])));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]) => {
      if (!required.has(name)) return [];
      const childSchemas = applied.map((schema) => object(object(schema.properties)[name]));
      return [[name, onlyRequired(child, childSchemas, document)]];
    }),
  );
}

/** The schema and all that it takes over by `$ref` and `allOf`. */
function withReferences(schema: JsonObject, document: JsonObject): JsonObject[] {
  const referenced = typeof schema.$ref === "string" ? [lookUp(schema.$ref, document)] : [];
  const all = Array.isArray(schema.allOf) ? schema.allOf.map(object) : [];
  return [schema, ...[...referenced, ...all].flatMap((part) => withReferences(part, document))];
}

/** Follows a local reference such as `#/components/schemas/Referral`. */
function lookUp(reference: string, document: JsonObject): JsonObject {
  const names = reference.replace(/^#\//, "").split("/");
  return names
    .map((name) => decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((parent, name) => object(parent[name]), document);
}
