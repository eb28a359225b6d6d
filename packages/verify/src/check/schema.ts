import { createRequire } from "node:module";
import type { JsonObject } from "@partner-referrals/spec/model";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/** Tells whether a value is valid by the schema at a JSON Pointer into the document. */
export type SchemaCheck = (pointer: string, value: unknown) => boolean;

const addFormats: typeof import("ajv-formats").default = createRequire(import.meta.url)("ajv-formats");

const checks = new WeakMap<JsonObject, SchemaCheck>();

/** Compiles schemas of a document at their first use, once for all that ask. */
export function schemaCheckFor(document: JsonObject): SchemaCheck {
  const check = checks.get(document) ?? createSchemaCheck(document);
  checks.set(document, check);
  return check;
}

function createSchemaCheck(document: JsonObject): SchemaCheck {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, inlineRefs: false });
  addFormats(ajv);
  ajv.addFormat("int32", true).addFormat("int64", true);
  ajv.addSchema(document, "contract");
  const compiled = new Map<string, ValidateFunction>();
  return (pointer, value) => {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `contract#${encodeURI(pointer)}` });
    compiled.set(pointer, validate);
    return validate(value) === true;
  };
}
