import { createRequire } from "node:module";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { document } from "./document.ts";

const require = createRequire(import.meta.url);
const validators = new Map<string, ValidateFunction>();
let compiler: ((schema: object) => ValidateFunction) | undefined;

/** Compiles a schema. It may refer to the contract as `contract#/…`. */
export function compile(schema: object): ValidateFunction {
  compiler ??= createCompiler();
  return compiler(schema);
}

/**
 * What is wrong with a value by the schema at a JSON Pointer into the contract. Schemas are compiled at their first use, and
 * Ajv itself is loaded then: a server that is only read from starts without it.
 */
export function schemaErrors(pointer: string, value: unknown): readonly ErrorObject[] {
  let validate = validators.get(pointer);
  if (validate === undefined) {
    validate = compile({ $ref: `contract#${encodeURI(pointer)}` });
    validators.set(pointer, validate);
  }
  return validate(value) ? [] : (validate.errors ?? []);
}

function createCompiler(): (schema: object) => ValidateFunction {
  // `require`, because Ajv is CommonJS and must be loaded while a request waits.
  const { Ajv2020 } = require("ajv/dist/2020.js") as typeof import("ajv/dist/2020.js");
  const { default: addFormats } = require("ajv-formats") as typeof import("ajv-formats");
  // Not strict: the contract's own tests compile it strictly.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, inlineRefs: false });
  addFormats.default(ajv);
  ajv.addFormat("int32", true).addFormat("int64", true);
  ajv.addSchema(document, "contract");
  return (schema) => ajv.compile(schema);
}
