import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type Contract, hasMembers } from "./contract.ts";

/** Whether a value is valid by the schema at a JSON Pointer into the contract. Throws at a schema that does not compile. */
export type Validator = (pointer: string, value: unknown) => boolean;

/** Ajv in strict 2020-12 mode. A schema is compiled when it is first asked for. */
export function createValidator({ components }: Contract, { validateFormats = true } = {}): Validator {
  // The packages are CommonJS; their default export is the namespace's default.
  const ajv = new Ajv2020.default({
    strict: true,
    allowUnionTypes: true,
    validateSchema: false,
    validateFormats,
  });
  addFormats.default(ajv);
  ajv.addVocabulary(["components", ...extensionsIn(components)]);
  const { schemas, parameters, headers } = components;
  ajv.addSchema({ $id: "contract", components: { schemas, parameters, headers } });
  return (pointer, value) => {
    const validate = ajv.getSchema(`contract#${pointer}`);
    if (!validate) throw new Error(`There is no schema at ${pointer}.`);
    return validate(value) === true;
  };
}

/** Extensions, which strict mode would reject as unknown keywords. */
function extensionsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (!hasMembers(value)) return found;
  for (const [key, child] of Object.entries(value)) {
    if (!Array.isArray(value) && key.startsWith("x-")) found.add(key);
    extensionsIn(child, found);
  }
  return found;
}
