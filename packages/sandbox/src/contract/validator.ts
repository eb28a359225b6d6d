import { createRequire } from "node:module";
import { toViolations, type Violation } from "@partner-referrals/server/violations";
import { contract } from "@partner-referrals/spec/model";
import type { ValidateFunction } from "ajv/dist/2020.js";

const require = createRequire(import.meta.url);
const validators = new Map<string, ValidateFunction>();
let compileSchema: ((schema: object) => ValidateFunction) | undefined;

/** Compiles a schema. It may refer to the contract as `contract#/…`. */
export function compile(schema: object): (value: unknown) => readonly Violation[] {
  compileSchema ??= createCompiler();
  const validator = compileSchema(schema);
  return (value) => (validator(value) ? [] : toViolations(validator.errors ?? []));
}

/** Where a value violates the schema at a JSON Pointer into the contract. Schemas are compiled when they are first used. */
export function validate(pointer: string, value: unknown): readonly Violation[] {
  let validator = validators.get(pointer);
  if (validator === undefined) {
    compileSchema ??= createCompiler();
    validator = compileSchema({ $ref: `contract#${encodeURI(pointer)}` });
    validators.set(pointer, validator);
  }
  return validator(value) ? [] : toViolations(validator.errors ?? []);
}

/** Where a value violates a component schema of the contract. */
export function validateComponent(name: string, value: unknown): readonly Violation[] {
  return validate(`/components/schemas/${name}`, value);
}

/** Ajv is loaded with the first schema: it and the contract's schemas take a quarter of the time until the first response. */
function createCompiler(): (schema: object) => ValidateFunction {
  // `require`: a request waits for it. Casts: it has no types.
  const { Ajv2020 } = require("ajv/dist/2020.js") as typeof import("ajv/dist/2020.js");
  const { default: formats } = require("ajv-formats") as typeof import("ajv-formats");
  // Not strict: the contract's own tests compile it strictly.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, inlineRefs: false });
  formats.default(ajv);
  ajv.addFormat("int32", true).addFormat("int64", true);
  ajv.addSchema(contract, "contract");
  return (schema) => ajv.compile(schema);
}
