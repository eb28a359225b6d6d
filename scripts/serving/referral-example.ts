/** Makes the shortest honest request for the welcome text from the contract's own example. */
import type { OpenApiDocument } from "@partner-referrals/mock";

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

/**
 * The first request example of `createReferral`, cut down to what its schema requires. A required object of which
 * nothing is required keeps its plain values, so that the request still says something.
 */
export function shortReferralRequest(contract: OpenApiDocument): ReferralRequest {
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
      return { method: method.toUpperCase(), path, mediaType, body: shorten(body, [schema], document) };
    }
  }
  throw new Error(`The contract has no ${OPERATION_ID} with an example of its request.`);
}

function object(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

/** Keeps of `value` what `schemas`, which all apply to it, require. */
function shorten(value: Json, schemas: readonly JsonObject[], document: JsonObject): Json {
  const applied = schemas.flatMap((schema) => withReferences(schema, document));
  if (Array.isArray(value)) {
    const items = applied.map((schema) => object(schema.items));
    return value.map((item) => shorten(item, items, document));
  }
  if (typeof value !== "object" || value === null) return value;
  const required = new Set(applied.flatMap(({ required }) => (Array.isArray(required) ? required : [])));
  const keep =
    required.size > 0 ? (name: string) => required.has(name) : (name: string) => isPlain(value[name]);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]) => {
      if (!keep(name)) return [];
      const childSchemas = applied.map((schema) => object(object(schema.properties)[name]));
      return [[name, shorten(child, childSchemas, document)]];
    }),
  );
}

function isPlain(value: Json | undefined): boolean {
  return value !== null && typeof value !== "object";
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
