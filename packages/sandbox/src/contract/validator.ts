import { createRequire } from "node:module";
import { maxViolations, toViolations, type Violation } from "@partner-referrals/server/violations";
import { contract } from "@partner-referrals/spec/model";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { truncate } from "./truncate.ts";

type Compile = (schema: object) => ValidateFunction;
type Validate = (value: unknown) => readonly Violation[];

const require = createRequire(import.meta.url);
const validators = new Map<string, Validate>();
let compilers: { readonly firstError: Compile; readonly allErrors: Compile } | undefined;

/** Compiles a schema. It may refer to the contract as `contract#/…`. */
export function compile(schema: object): Validate {
  compilers ??= createCompilers();
  const { allErrors, firstError } = compilers;
  const validateFirst = firstError(schema);
  let validateAll: ValidateFunction | undefined;
  return (value) => {
    if (validateFirst(value)) return [];
    validateAll ??= allErrors(schema);
    return findViolations(validateAll, value, validateFirst.errors ?? []);
  };
}

/** Where a value violates the schema at a JSON Pointer into the contract. Schemas are compiled when they are first used. */
export function validate(pointer: string, value: unknown): readonly Violation[] {
  let validator = validators.get(pointer);
  if (validator === undefined) {
    validator = compile({ $ref: `contract#${encodeURI(pointer)}` });
    validators.set(pointer, validator);
  }
  return validator(value);
}

/** Where a value violates a component schema of the contract. */
export function validateComponent(name: string, value: unknown): readonly Violation[] {
  return validate(`/components/schemas/${name}`, value);
}

/**
 * The violations of a value that is not valid. Ajv's time grows with the square of the number of errors when it looks for
 * all of them, so it gets a copy whose arrays end soon after the first invalid item. What it reports only because an array
 * was cut is left out, and the first error is reported in any case.
 */
function findViolations(
  validateAll: ValidateFunction,
  value: unknown,
  firstErrors: readonly ErrorObject[],
): Violation[] {
  const { copy, truncated } = truncate(
    value,
    firstErrors.map(({ instancePath }) => instancePath),
  );
  validateAll(copy);
  const errors = (validateAll.errors ?? []).filter(
    ({ instancePath, keyword }) => !(truncated.has(instancePath) && isAboutLength(keyword)),
  );
  const isReported = ({ instancePath, keyword }: ErrorObject) =>
    errors.some((error) => error.instancePath === instancePath && error.keyword === keyword);
  const violations = toViolations([...firstErrors.filter((error) => !isReported(error)), ...errors]);
  return violations.slice(0, maxViolations);
}

function isAboutLength(keyword: string): boolean {
  return keyword === "minItems" || keyword === "contains";
}

/** Ajv is loaded with the first schema: it and the contract's schemas take a quarter of the time until the first response. */
function createCompilers(): { readonly firstError: Compile; readonly allErrors: Compile } {
  // `require`: a request waits for it. Casts: it has no types.
  const { Ajv2020 } = require("ajv/dist/2020.js") as typeof import("ajv/dist/2020.js");
  const { default: formats } = require("ajv-formats") as typeof import("ajv-formats");
  const create = (allErrors: boolean): Compile => {
    // Not strict: the contract's own tests compile it strictly.
    const ajv = new Ajv2020({ strict: false, allErrors, validateSchema: false, inlineRefs: false });
    formats.default(ajv);
    ajv.addFormat("int32", true).addFormat("int64", true);
    ajv.addSchema(contract, "contract");
    return (schema) => ajv.compile(schema);
  };
  let allErrors: Compile | undefined;
  return {
    firstError: create(false),
    allErrors: (schema) => {
      allErrors ??= create(true);
      return allErrors(schema);
    },
  };
}
