import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type Document, walk } from "../build/document.ts";

export interface MediaType {
  schema: object;
  examples: Record<string, { value: unknown }>;
}

interface Contract extends Document {
  paths: Record<string, object>;
  webhooks: Record<string, object>;
  components: Document["components"] & { responses: Record<string, object> };
}

/** Both documents of the contract in one. */
export const contract: Contract = JSON.parse(
  readFileSync(join(import.meta.dirname, "../dist/contract.json"), "utf8"),
);

// The packages are CommonJS; their default export is the namespace's default.
const ajv = new Ajv2020.default({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
ajv.addVocabulary([...extensions()]);
ajv.addSchema({ $id: "contract", components: { schemas: contract.components.schemas } });
ajv.addKeyword("components");

/** Compiles a schema in strict mode. References start with `contract#/`. */
export function compile(schema: object) {
  return ajv.compile(schema);
}

/** Our own keywords, which strict mode would refuse as unknown. */
function extensions(): Set<string> {
  const names = new Set<string>();
  walk(contract.components.schemas, (schema) => {
    for (const key of Object.keys(schema)) if (key.startsWith("x-")) names.add(key);
  });
  return names;
}
