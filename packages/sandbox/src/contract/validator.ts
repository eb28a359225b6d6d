import { toViolations, type Violation } from "@partner-referrals/server/violations";
import { contract } from "@partner-referrals/spec/model";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

// Not strict: the contract's own tests compile it strictly.
const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, inlineRefs: false });
formats.default(ajv);
ajv.addFormat("int32", true).addFormat("int64", true);
ajv.addSchema(contract, "contract");

const validators = new Map<string, ValidateFunction>();

/** Compiles a schema. It may refer to the contract as `contract#/…`. */
export function compile(schema: object): (value: unknown) => readonly Violation[] {
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : toViolations(validate.errors ?? []));
}

/** Where a value violates the schema at a JSON Pointer into the contract. Schemas are compiled when they are first used. */
export function validate(pointer: string, value: unknown): readonly Violation[] {
  let validator = validators.get(pointer);
  if (validator === undefined) {
    validator = ajv.compile({ $ref: `contract#${encodeURI(pointer)}` });
    validators.set(pointer, validator);
  }
  return validator(value) ? [] : toViolations(validator.errors ?? []);
}

/** Where a value violates a component schema of the contract. */
export function validateComponent(name: string, value: unknown): readonly Violation[] {
  return validate(`/components/schemas/${name}`, value);
}
